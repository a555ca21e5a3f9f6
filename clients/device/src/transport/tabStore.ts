import type { Platform } from "../platform.ts";
import type { Outbox } from "./outbox.ts";

const KEY = "bridge:outbox";
const { parse } = JSON; // before the page could replace it
/** At most this often is written, however much is logged; and nothing is while the relay keeps up. */
const EVERY = 1000;
/** Characters: a twentieth of what a tab may store. */
const MOST = 1 << 18;

/** Keeps what the relay has not acknowledged for the next page of this tab: after a reload, or a crash. */
export interface TabStore {
  /** Gives the outbox what the tab's page before this one left; once. It stays stored until it is acknowledged. */
  take(): void;
  /** Something came or went: writes soon. */
  changed(): void;
  save(): void;
}

export function createTabStore({ storage, setTimeout }: Platform, outbox: Outbox): TabStore {
  let timer = 0;
  let taken = false;
  let stored = false;

  const take = () => {
    if (taken) return;
    taken = true;
    try {
      const text = storage()?.getItem(KEY);
      stored = !!text;
      const left: any[] = parse(text || "[]");
      outbox.adopt(left.filter((one) => typeof one.feed === "string" && Array.isArray(one.batch.items)));
    } catch {
      // No storage, or the page's own code wrote there.
    }
  };
  const save = () => {
    timer = 0;
    take(); // before it is written over
    const left = outbox.unacknowledged(MOST);
    if (!left && !stored) return;
    try {
      if (left) storage()?.setItem(KEY, left);
      else storage()?.removeItem(KEY);
      stored = left !== "";
    } catch {
      // The page filled its storage: what we hold in memory stays.
    }
  };
  return { take, save, changed: () => void (timer ||= setTimeout(save, EVERY)) };
}
