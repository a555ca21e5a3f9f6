import type { Platform } from "../platform.ts";
import { listen } from "../platform.ts";
import type { LinkKind } from "./link.ts";
import { CLIENT_ID_NOT_VALID, NOT_AUTHORIZED, openSession } from "./session.ts";
import type { Session, Welcome } from "./session.ts";

const SHORTEST_WAIT = 500;
const LONGEST_WAIT = 30_000;
/** After a change of network or a sleep: how long an old socket may take to prove that it lives. */
const PROOF_WITHIN = 3000;
/** How often a page on a fallback link looks whether WebSocket works again; doubles up to an hour. */
const PROBE_AFTER = 30_000;
const PROBE_AT_MOST = 3_600_000;

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

/** Keeps one MQTT session of this page alive over whichever link works, best first. */
export function keepConnected(platform: Platform, links: readonly LinkKind[], page: string, events: ConnectionEvents): Connection {
  const { win, doc, setTimeout, clearTimeout, random } = platform;
  let session: Session | null = null;
  let connected = false;
  let stopped = false;
  let clientId = "";
  let link = 0;
  let failures = 0;
  let timer = 0;
  let probe = 0;
  let probeAfter = PROBE_AFTER;

  const open = () => {
    clearTimeout(timer);
    if (stopped) return;
    session = openSession(platform, links[link]!, clientId, [["page", page]], {
      ...events,
      up(welcome) {
        connected = true;
        failures = 0;
        clientId = welcome.clientId;
        if (link) probe = setTimeout(tryBestLink, (probeAfter = Math.min(probeAfter * 2, PROBE_AT_MOST)));
        events.up(welcome, session!);
      },
      down(reason) {
        leave();
        if (reason === NOT_AUTHORIZED) {
          stop();
          events.refused();
          return;
        }
        if (reason === CLIENT_ID_NOT_VALID) clientId = "";
        timer = setTimeout(open, wait());
      },
    });
  };

  /** Full jitter: anywhere below a ceiling that doubles with each failure. */
  const wait = () => SHORTEST_WAIT + random() * (Math.min(LONGEST_WAIT, 2 * SHORTEST_WAIT * 2 ** failures++) - SHORTEST_WAIT);

  const leave = () => {
    session = null;
    clearTimeout(probe);
    if (connected) events.down();
    else link = (link + 1) % links.length; // one that never came up: the next may
    connected = false;
  };

  /** On a fallback: changes over once the best link opens. */
  const tryBestLink = () => {
    const attempt = links[0]!.open({
      open() {
        attempt.close();
        sleep(false);
        link = 0;
        open();
      },
      data() {},
      closed: () => (probe = setTimeout(tryBestLink, (probeAfter = Math.min(probeAfter * 2, PROBE_AT_MOST)))),
    });
  };

  const sleep = (forget: boolean) => {
    clearTimeout(timer);
    clearTimeout(probe);
    session?.end(forget);
    session = null;
    if (connected) events.down();
    connected = false;
  };

  const wake = () => {
    if (connected) session!.check(PROOF_WITHIN);
    else if (!session && !stopped) {
      failures = 0;
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
