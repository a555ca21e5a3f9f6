import type { SensorState } from "@bridge/protocol";
import type { Note } from "../overlay/overlay.ts";
import type { Platform } from "../platform.ts";
import { listen } from "../platform.ts";
import type { Outbox } from "../transport/outbox.ts";
import { motion } from "./motion.ts";
import { orientation } from "./orientation.ts";
import { createSensor } from "./sensor.ts";

/** Said on the phone; the console has words of its own for each state. */
const REASONS: Partial<Record<SensorState, string>> = {
  insecure: "Motion sensors need https.",
  denied: "Motion sensors are blocked: allow them for this site in the browser's settings.",
  absent: "This device gives no motion readings to web pages.",
};

export interface Sensors {
  states(): Record<string, SensorState>;
  /** Says to the visitor what the sensors' state asks for. */
  explain(): void;
  uninstall(): void;
}

/** Streams motion and orientation while the page is visible, one message each per animation frame. */
export function installSensors(platform: Platform, outbox: Outbox, overlay: Note, changed: () => void, own = true): Sensors {
  const { win, doc, frame } = platform;
  let due = false;
  let over = false;
  const flush = () => {
    due = false;
    outbox.flushLossy();
  };
  const sensors = [motion(win.navigator), orientation].map((kind) => {
    const feed = outbox.lossy(`sensor/${kind.name}`);
    const sample = (item: string) => {
      feed.push(item);
      if (!due) frame(flush);
      due = true;
    };
    return createSensor(platform, kind, sample, () => {
      if (over) return; // an answer of the visitor's, or a silence
      explain();
      changed();
    });
  });

  /** One word to the visitor, by what motion says: a prompt where a tap helps, else why not, and only to who holds a device. */
  const explain = () => {
    const state = sensors[0]!.state();
    const ask = sensors.some((sensor) => sensor.state() === "prompt");
    if (ask) overlay.say("The desktop would like to see how this phone moves.", "Allow", () => sensors.forEach((sensor) => sensor.ask()));
    else if (REASONS[state] && win.navigator.maxTouchPoints > 0) overlay.say(REASONS[state], own && state === "insecure" ? "Use https" : "", toHttps);
    else overlay.unsay();
  };
  /** The relay takes this device along, pairing and all, to the same page at its https address. */
  const toHttps = () => {
    const { pathname, search } = win.location;
    win.location.assign(`/_bridge/secure?to=${encodeURIComponent(pathname + search)}`);
  };
  const look = () => sensors.forEach((sensor) => sensor.read(doc.visibilityState === "visible"));
  look();
  explain();

  const unlisten = listen(doc, "visibilitychange", look);
  return {
    states: () => Object.fromEntries(sensors.map((sensor) => [sensor.name, sensor.state()])),
    explain,
    uninstall() {
      over = true;
      unlisten();
      sensors.forEach((sensor) => sensor.read(false));
      overlay.unsay();
    },
  };
}
