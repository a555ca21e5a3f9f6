import type { Platform } from "../platform.ts";

const KEY = "bridge:outbox";
/** At most this often is written, however much is logged; and nothing is while the relay keeps up. */
const EVERY = 1000;
/** Characters: a twentieth of what a tab may store. */
const MOST = 1 << 18;

/** Keeps what the relay has not acknowledged for the next page of this tab: after a reload, or a crash. */
export interface TabStore {
  /** Something came or went: writes soon. */
  changed(): void;
  save(): void;
}

export function createTabStore({ storage, setTimeout }: Platform, unacknowledged: (characters: number) => string): TabStore {
  let timer = 0;
  let stored = true; // by the page before, until we know better
  const save = () => {
    timer = 0;
    const left = unacknowledged(MOST);
    if (!left && !stored) return;
    try {
      if (left) storage?.setItem(KEY, left);
      else storage?.removeItem(KEY);
      stored = left !== "";
    } catch {
      // The page filled its storage: what we hold in memory stays.
    }
  };
  return { save, changed: () => void (timer ||= setTimeout(save, EVERY)) };
}

/** What the tab's page before this one left behind. It stays stored until it is acknowledged. */
export function takeLeftovers({ storage }: Platform): { feed: string; batch: { items: unknown[] } }[] {
  try {
    const left = JSON.parse(storage?.getItem(KEY) ?? "[]");
    return left.filter((one: any) => typeof one.feed === "string" && Array.isArray(one.batch.items));
  } catch {
    return []; // no storage, or the page's own code wrote there
  }
}
