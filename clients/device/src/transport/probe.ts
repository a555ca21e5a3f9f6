import type { Platform } from "../platform.ts";
import type { Link, LinkKind } from "./link.ts";

/**
 * The first look comes at once, so to speak: a relay that has just started may have answered HTTP a moment after it refused a socket. Where
 * WebSockets are blocked each look costs the page's console a line, so the next is twice as far away, up to an hour.
 */
const FIRST_LOOK = 1000;
const LONGEST_BETWEEN = 3_600_000;

/** While another link carries the connection: looks whether the best one opens by now. */
export interface Probe {
  /** Looks after a while, and again until it opens or `stop`. */
  start(): void;
  /** The next look is a first one again: the best link worked, or the network may be another. */
  renew(): void;
  stop(): void;
}

export function createProbe({ setTimeout, clearTimeout }: Platform, best: LinkKind, opens: () => void): Probe {
  let timer = 0;
  let attempt: Link | null = null;
  let after = FIRST_LOOK;

  const stop = () => {
    clearTimeout(timer);
    attempt?.close();
    attempt = null;
  };
  const wait = () => {
    timer = setTimeout(look, after);
    after = Math.min(after * 2, LONGEST_BETWEEN);
  };
  const look = () => {
    attempt = best.open({
      open() {
        stop();
        opens();
      },
      data() {},
      closed() {
        attempt = null;
        wait();
      },
    });
  };
  return {
    start() {
      stop();
      wait();
    },
    renew: () => void (after = FIRST_LOOK),
    stop,
  };
}
