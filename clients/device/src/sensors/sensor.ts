import type { SensorState } from "@bridge/protocol";
import type { Platform } from "../platform.ts";
import { listen } from "../platform.ts";

export interface SensorKind {
  name: string;
  event: string;
  /** The event's constructor, which exists in secure contexts only and may have `requestPermission`. */
  type: string;
  /** The sample as JSON; null where the event says that there is no sensor. */
  item(event: any): string | null;
}

export interface Sensor {
  readonly name: string;
  state(): SensorState;
  /** Asks the visitor; to be called in a tap. */
  ask(): void;
  /** Reads, or stops reading. */
  read(on: boolean): void;
}

/** A sensor that gave nothing within this time gives nothing by itself. */
const SILENCE = 1000;

/** Reads one kind of sensor event and finds out why there are none. */
export function createSensor({ win, setTimeout }: Platform, kind: SensorKind, sample: (item: string) => void, changed: () => void): Sensor {
  const type = (win as any)[kind.type];
  let state: SensorState = type ? "waiting" : win.isSecureContext ? "absent" : "insecure";
  let stop: (() => void) | null = null;
  let looked = false;

  const become = (next: SensorState) => {
    if (next === state) return;
    state = next;
    changed();
  };
  const receive = (event: Event) => {
    const item = kind.item(event);
    if (item) {
      become("on");
      sample(item);
    } else if (state === "waiting") findOut();
  };
  /**
   * Nothing comes. `requestPermission` answers at once where the visitor decided before, and throws where it wants a tap;
   * its presence alone tells nothing (Chromium has it too).
   */
  const findOut = () => {
    if (looked) return;
    looked = true;
    request("prompt");
  };
  const request = (otherwise: SensorState) => {
    if (!type.requestPermission) return become("absent");
    // Called at once, in the visitor's tap; whatever it is that the page has put there.
    new Promise<string>((resolve) => resolve(type.requestPermission())).then(
      (answer) => {
        if (answer !== "granted") return become(answer === "denied" ? "denied" : otherwise);
        if (!stop) return; // nobody reads now: it may come when somebody does
        // Safari sends nothing to who listened before.
        read(true);
        setTimeout(() => state === "on" || !stop || become("absent"), SILENCE);
      },
      () => become(otherwise),
    );
  };
  const read = (on: boolean) => {
    stop?.();
    looked &&= on; // what nobody waited for is found out next time
    stop = on && type ? listen(win, kind.event, receive) : null;
    if (stop && state === "waiting") setTimeout(() => state === "waiting" && stop && findOut(), SILENCE);
  };

  return { name: kind.name, state: () => state, ask: () => request("denied"), read };
}
