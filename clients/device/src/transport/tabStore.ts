import type { Page } from "../page.ts";
import type { Platform } from "../platform.ts";
import type { Store } from "../store.ts";
import { takeLeftovers } from "./leftovers.ts";
import type { Outbox } from "./outbox.ts";
import { KEY, createSegments } from "./segments.ts";

/** Of the page's time for writing: a fiftieth, and at once no more than this many milliseconds. */
const SHARE = 0.02;
const AT_ONCE = 3;
/** What a write counts for at least: clocks are coarse. */
const LEAST = 0.1;
/** How often is looked at what was acknowledged. */
const TIDY_AFTER = 1000;
/** Keys of all the origin's pages, of some 8,000 characters each: a fifth of what the page itself may store there. */
const MOST_SHARED = 128;

/**
 * Keeps what the relay has not acknowledged: in the tab's storage for the tab's next page, after a reload or a crash, and, as soon as the relay
 * falls behind or the tab may go, in the origin's storage for any other.
 */
export interface TabStore {
  /** Gives the outbox what the tab's page before this one left; once. Until then nothing is written: the page loads. */
  take(): void;
  /** Gives the outbox what other pages of the origin left that are gone for good, or are slower to send it than we are. */
  adopt(): void;
  /** Writes now what there is: the page may go. */
  save(): void;
  /** An item came: writes at once, as long as that stays cheap. */
  added(feed: string, seq: number, item: string): void;
  acknowledged(): void;
}

export function createTabStore({ storage, shared, now, setTimeout, origin }: Platform, page: Page, outbox: Outbox): TabStore {
  const segments = createSegments(page, outbox.oldest, outbox.device);
  const known = new Set<string>();
  let taken = false;
  let credit = AT_ONCE;
  let countedAt = 0;
  let soon = 0;
  let later = 0;
  let needed = 0;

  const writeToTab = () => {
    soon = 0;
    const start = now();
    segments.write(storage);
    credit -= Math.max(now() - start, LEAST);
  };
  const share = () => {
    if (shared.keys().filter((key) => key.startsWith(KEY)).length < MOST_SHARED) segments.write(shared);
  };
  const tidy = () => {
    later = 0;
    const before = needed;
    needed = segments.settle();
    if (!needed) return;
    if (needed === before) share(); // the relay took nothing for a while
    else acknowledged();
  };
  const acknowledged = () => void (later ||= setTimeout(tidy, TIDY_AFTER));

  const takeFrom = (from: Store, device?: string) => takeLeftovers(from, [storage, shared], outbox, page.id, origin + now(), known, device);
  const take = () => {
    if (taken) return;
    taken = true;
    takeFrom(storage);
    writeToTab();
  };
  return {
    take,
    adopt: () => takeFrom(shared, outbox.device()),
    save() {
      take();
      if (!segments.settle()) return;
      segments.write(storage);
      share();
    },
    added(feed, seq, item) {
      segments.add(feed, seq, item);
      acknowledged();
      if (!taken || soon) return;
      const time = now();
      credit = Math.min(AT_ONCE, credit + (time - countedAt) * SHARE);
      countedAt = time;
      if (credit > 0) writeToTab();
      else soon = setTimeout(writeToTab, (LEAST - credit) / SHARE);
    },
    acknowledged,
  };
}
