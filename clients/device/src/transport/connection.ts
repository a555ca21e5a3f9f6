import type { Platform } from "../platform.ts";
import { listen } from "../platform.ts";
import type { LinkKind } from "./link.ts";
import { createProbe } from "./probe.ts";
import { CLIENT_ID_NOT_VALID, LINK_LOST, NOT_AUTHORIZED, openSession } from "./session.ts";
import type { Session, Welcome } from "./session.ts";

const SHORTEST_WAIT = 500;
const LONGEST_WAIT = 30_000;
/** After a change of network or a sleep: how long an old socket may take to prove that it lives. */
const PROOF_WITHIN = 3000;

export interface ConnectionEvents {
  up(welcome: Welcome, session: Session): void;
  message(topic: string, payload: string, correlation: Uint8Array | undefined): void;
  acked(id: number, reason: number): void;
  rtt(ms: number): void;
  down(): void;
  /** The relay does not want this device: nothing is tried again. */
  refused(): void;
}

export interface Connection {
  /** Which link carries, or is tried for, the connection. */
  transport(): "ws" | "http";
  /** Ends the connection until `wake`. */
  sleep(forget: boolean): void;
  wake(): void;
  stop(): void;
}

/**
 * Keeps one MQTT session of this page alive over whichever link works, best first. A link that doesn't come up is followed by the next one at
 * once: if that one does, the network blocks the first; if none does, the relay is away, which says nothing about the links, and after
 * a wait the best is tried again.
 */
export function keepConnected(platform: Platform, links: readonly LinkKind[], page: string, events: ConnectionEvents): Connection {
  const { win, doc, setTimeout, clearTimeout, random } = platform;
  let session: Session | null = null;
  let connected = false;
  let stopped = false;
  let clientId = "";
  let link = 0;
  /** Links that didn't come up, one after the other. */
  let missed = 0;
  let failures = 0;
  let timer = 0;

  const open = () => {
    clearTimeout(timer);
    if (stopped) return;
    session = openSession(platform, links[link]!, clientId, [["page", page]], {
      ...events,
      up(welcome) {
        connected = true;
        failures = missed = 0;
        clientId = welcome.clientId;
        if (link) probe.start();
        else probe.renew();
        events.up(welcome, session!);
      },
      down(reason) {
        const answered = connected || reason !== LINK_LOST;
        leave();
        if (reason === NOT_AUTHORIZED) {
          stop();
          events.refused();
          return;
        }
        if (reason === CLIENT_ID_NOT_VALID) clientId = "";
        if (!answered && ++missed < links.length) {
          link = (link + 1) % links.length;
          open();
          return;
        }
        if (missed) link = missed = 0;
        timer = setTimeout(open, wait());
      },
    });
  };

  /** Full jitter: anywhere below a ceiling that doubles with each failure. */
  const wait = () => SHORTEST_WAIT + random() * (Math.min(LONGEST_WAIT, 2 * SHORTEST_WAIT * 2 ** failures++) - SHORTEST_WAIT);

  const leave = () => {
    session = null;
    probe.stop();
    if (connected) events.down();
    connected = false;
  };

  const probe = createProbe(platform, links[0]!, () => {
    sleep(false);
    link = 0;
    open();
  });

  const sleep = (forget: boolean) => {
    clearTimeout(timer);
    session?.end(forget);
    leave();
  };

  const wake = () => {
    probe.renew();
    if (connected) {
      session!.check(PROOF_WITHIN);
      if (link) probe.start();
    } else if (!session && !stopped) {
      failures = missed = 0;
      open();
    }
  };

  const stop = () => {
    sleep(true);
    stopped = true;
    unlisten.forEach((run) => run());
  };

  const unlisten = [
    listen(win, "online", wake),
    listen(win, "pageshow", (event) => event.persisted && wake()),
    listen(doc, "resume", wake),
    listen(doc, "visibilitychange", () => doc.visibilityState === "visible" && wake()),
  ];
  open();
  return { transport: () => links[link]!.name, sleep, wake, stop };
}
