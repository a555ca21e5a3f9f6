import { topics } from "@bridge/protocol";
import { EVAL_LIMITS, preview } from "./capture/preview.ts";
import { createDispatcher, failure } from "./commands/dispatch.ts";
import { createLoader } from "./commands/loader.ts";
import { reloadCommand } from "./commands/reload.ts";
import type { Shown } from "./commands/reload.ts";
import type { Note } from "./overlay/overlay.ts";
import type { Page } from "./page.ts";
import type { Platform } from "./platform.ts";
import { installSensors } from "./sensors/sensors.ts";
import type { StartOptions } from "./startOptions.ts";
import { installStatus } from "./status.ts";
import { keepConnected } from "./transport/connection.ts";
import type { Connection } from "./transport/connection.ts";
import { httpLink } from "./transport/httpLink.ts";
import type { Outbox } from "./transport/outbox.ts";
import { subscribe } from "./transport/packets.ts";
import { webSocketLink } from "./transport/webSocketLink.ts";

/** SUBSCRIBE needs a packet identifier; the outbox counts up from 1 and never has so many on the way. */
const SUBSCRIBE_ID = 65535;

/** After the first connection: pages that are there have sent theirs by then. */
const ADOPT_AFTER = 3000;

const HELD = "The relay can't store logs now. This phone keeps its lines and sends them again.";

export interface Joined {
  connection: Connection;
  /** The relay can't store anything now, or can again: said on the phone before anything else. */
  held(now: boolean): void;
  uninstall(): void;
}

/** Connects the page: what was recorded goes up, commands come down, sensors and status are told. `refused` is called where the relay doesn't want it. */
export function join(platform: Platform, page: Page, outbox: Outbox, base: string, { script, build, elsewhere }: StartOptions, adopt: () => void, refused: () => void): Joined {
  let who: Record<string, string> = {};
  const shown: Shown = { build };
  const later = createLoader(script, { platform, shown, who: () => who, preview: (value) => preview(value, EVAL_LIMITS), failure });
  later.restore();
  const dispatch = createDispatcher(platform, page, outbox, { reload: reloadCommand(platform, shown, async () => (await later.load()).kept.save) }, async () => (await later.load()).commands, () => connection.transport() === "ws");

  let connected = false;
  let held = false;
  let adoption = 0;
  const note: Note = { say: (...words) => held || later.say(...words), unsay: () => held || later.unsay() };
  const sensors = installSensors(platform, outbox, note, () => status.changed(), !elsewhere);
  const status = installStatus({
    platform,
    page,
    transport: () => connection.transport(),
    sensors: sensors.states,
    dropped: outbox.dropped,
    connected: () => connected,
    post: (payload) => void outbox.post("status", payload),
  });

  const kinds = [webSocketLink(platform, `${base.replace("http", "ws")}mqtt`), httpLink(platform, `${base}mqtt-http`)];
  const connection = keepConnected(platform, elsewhere ? kinds.map(elsewhere.link) : kinds, page.id, {
    up(welcome, session) {
      const { numbers, user } = welcome.properties;
      const { room = "main", device = "" } = (who = user);
      connected = true;
      shown.joined = shown.build;
      if (!welcome.resumed) session.send(subscribe(SUBSCRIBE_ID, [topics.down(room, device, "#"), topics.downAll(room, "#")]));
      outbox.up(session, {
        device,
        topic: (feed) => topics.feed(room, device, feed),
        resumed: welcome.resumed,
        receiveMaximum: numbers[0x21] ?? 65535,
        topicAliasMaximum: numbers[0x22] ?? 0,
        maximumPacketSize: numbers[0x27] ?? Infinity,
      });
      status.tell();
      later.soon();
      adoption ||= platform.setTimeout(adopt, ADOPT_AFTER);
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
    refused,
  });
  return {
    connection,
    held(now) {
      held = now;
      if (now) later.say(HELD);
      else sensors.explain();
    },
    uninstall() {
      held = false; // or its note would stay
      platform.clearTimeout(adoption);
      sensors.uninstall();
      status.uninstall();
      connection.stop();
    },
  };
}
