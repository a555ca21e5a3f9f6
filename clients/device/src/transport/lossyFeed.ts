import type { Page } from "../page.ts";

/** Five seconds at 60 Hz: older readings of a sensor are of no use to a live view. */
const MOST_READINGS = 300;

/** A feed of which only the newest matter (sensors, QoS 0). Items are numbered, so that a gap shows what was dropped. */
export interface LossyFeed {
  /** `item` is JSON. */
  push(item: string): void;
  /** Everything that is here, as one payload; empty where nothing is. */
  take(): string;
  readonly name: string;
  readonly dropped: number;
}

export function createLossyFeed(name: string, page: Page): LossyFeed {
  let items: string[] = [];
  let first = 0;
  let dropped = 0;
  return {
    name,
    push(item) {
      items.push(item);
      if (items.length > MOST_READINGS) {
        items.shift();
        first++;
        dropped++;
      }
    },
    take() {
      if (!items.length) return "";
      const payload = `{"page":"${page.id}","seq":${first},"origin":${page.origin},"items":[${items.join(",")}]}`;
      first += items.length;
      items = [];
      return payload;
    },
    get dropped() {
      return dropped;
    },
  };
}
