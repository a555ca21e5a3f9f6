import { parse } from "../capture/intrinsics.ts";
import type { Store } from "../store.ts";
import type { Outbox } from "./outbox.ts";
import { KEY } from "./segments.ts";

/** What nobody came to take for so long is of no use, and the phone may be somebody else's by then. */
const MOST_AGE = 24 * 3_600_000;

interface Left {
  key: string;
  device: string;
  feed: string;
  batch: { page: string; seq: number; origin: number; items: unknown[] };
}

/** Pieces at a time: the next page has the rest. */
const MOST_PIECES = 64;

/**
 * Gives the outbox what earlier pages left in a store, oldest page first; `known` are the keys that it has already. What is taken stays there, and
 * where else it is, until it is acknowledged. Left by another device than `device`, it isn't ours to send.
 */
export function takeLeftovers(from: Store, stores: readonly Store[], outbox: Outbox, page: string, time: number, known: Set<string>, device?: string): void {
  const left: Left[] = [];
  for (const key of from.keys()) {
    if (!key.startsWith(KEY) || key.startsWith(KEY + page) || known.has(key)) continue;
    try {
      const one: Left = { ...parse(from.getItem(key)!), key };
      if (!(one.batch.items.length > 0 && Math.abs(time - one.batch.origin) < MOST_AGE)) from.removeItem(key);
      else if (!device || !one.device || one.device === device) left.push(one);
    } catch {
      from.removeItem(key); // the page's own code wrote there
    }
  }
  left.sort(({ batch: a }, { batch: b }) => a.origin - b.origin || a.seq - b.seq);
  for (const { key, feed, batch } of left.slice(0, MOST_PIECES)) {
    known.add(key);
    outbox.adopt(feed, batch, () => stores.forEach((store) => store.removeItem(key)));
  }
}
