import { topics } from "@bridge/protocol";
import { installConsole } from "./capture/console.ts";
import { installErrors } from "./capture/errors.ts";
import { createLogFeed, droppedEntry } from "./capture/logFeed.ts";
import { EVAL_LIMITS, preview } from "./capture/preview.ts";
import { createDispatcher, failure } from "./commands/dispatch.ts";
import { createLoader } from "./commands/loader.ts";
import { reloadCommand } from "./commands/reload.ts";
import { createPage } from "./page.ts";
import type { Platform } from "./platform.ts";
import { installSensors } from "./sensors/sensors.ts";
import { installStatus } from "./status.ts";
import { keepConnected } from "./transport/connection.ts";
import { installFlush } from "./transport/flush.ts";
import { httpLink } from "./transport/httpLink.ts";
import { createOutbox } from "./transport/outbox.ts";
import { subscribe } from "./transport/packets.ts";
import { createTabStore, takeLeftovers } from "./transport/tabStore.ts";
import { webSocketLink } from "./transport/webSocketLink.ts";
import type { LinkKind } from "./transport/link.ts";

export interface StartOptions {
  /** This script's own address: its folder is where the relay is. */
  script: string;
  /** What the page was built as; `reload` with the same build does nothing. */
  build?: string | undefined;
  /** The page is served elsewhere: how its links get their credential, and who is told that the relay doesn't want it. */
  elsewhere?: { link(kind: LinkKind): LinkKind; refused(): void } | undefined;
}

/** SUBSCRIBE needs a packet identifier; the outbox counts up from 1 and never has so many on the way. */
const SUBSCRIBE_ID = 65535;

/** Puts the parts together. Returns what takes everything away again. */
export function start(platform: Platform, { script, build, elsewhere }: StartOptions): () => void {
  const page = createPage(platform);
  const base = new URL(".", script);
  const outbox = createOutbox(platform, page, () => store.changed());
  const store = createTabStore(platform, outbox.unacknowledged);
  outbox.adopt(takeLeftovers(platform));

  const log = createLogFeed(outbox.numbered("log", (count) => droppedEntry(platform.now(), count)), platform.now);
  let who: Record<string, string> = {};
  const shown = { build };
  const later = createLoader(script, { platform, shown, who: () => who, preview: (value) => preview(value, EVAL_LIMITS), failure });
  later.restore();
  const dispatch = createDispatcher(platform, page, outbox, { reload: reloadCommand(platform, shown, async () => (await later.load()).kept.save) }, async () => (await later.load()).commands, () => connection.transport() === "ws");
  const undo = [
    installConsole({ console: platform.console, now: platform.now, record: log, ours: script }),
    installErrors(platform, log, script),
  ];

  let connected = false;
  const sensors = installSensors(platform, outbox, later, () => status.changed(), !elsewhere);
  const status = installStatus({
    platform,
    page,
    transport: () => connection.transport(),
    sensors: sensors.states,
    dropped: outbox.dropped,
    post(payload) {
      if (connected) outbox.post("status", payload);
      return connected;
    },
  });

  const socket = new URL("mqtt", base);
  socket.protocol = socket.protocol.replace("http", "ws");
  const kinds = [webSocketLink(platform, socket.href), httpLink(platform, new URL("mqtt-http", base).href)];
  const links = elsewhere ? kinds.map(elsewhere.link) : kinds;
  const connection = keepConnected(platform, links, page.id, {
    up(welcome, session) {
      const { numbers, user } = welcome.properties;
      const { room = "main", device = "" } = (who = user);
      connected = true;
      if (!welcome.resumed) session.send(subscribe(SUBSCRIBE_ID, [topics.down(room, device, "#"), topics.downAll(room, "#")]));
      outbox.up(session, {
        topic: (feed) => topics.feed(room, device, feed),
        resumed: welcome.resumed,
        receiveMaximum: numbers[0x21] ?? 65535,
        topicAliasMaximum: numbers[0x22] ?? 0,
        maximumPacketSize: numbers[0x27] ?? Infinity,
      });
      status.tell();
      later.soon();
    },
    message(topic, payload, correlation) {
      void dispatch(topic.split("/down/")[1]!, payload, correlation);
    },
    acked: outbox.acked,
    rtt: status.rtt,
    down() {
      connected = false;
      outbox.down();
    },
    refused() {
      stop();
      elsewhere?.refused();
    },
  });
  undo.push(
    installFlush(platform, new URL("ingest", base).href, outbox, store, connection),
    sensors.uninstall,
    status.uninstall,
    connection.stop,
  );
  const stop = () => undo.splice(0).forEach((run) => run());
  return stop;
}
