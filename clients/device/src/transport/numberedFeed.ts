import type { Page } from "../page.ts";

/** Of all numbered feeds together: what is held for a relay that is away. */
export const MOST_ITEMS = 2000;
export const MOST_CHARACTERS = 1 << 20;
/** A batch of at most this many characters (or of one item) stays below the relay's 256 KiB, whatever the script. */
const BATCH = 1 << 15;

/** Room that is shared by the feeds of one outbox. */
export interface Room {
  items: number;
  characters: number;
}

/** Items as JSON, cut out of a feed. */
export interface Batch {
  payload: string;
  /** The number of the first item. */
  seq: number;
  items: number;
  characters: number;
}

/**
 * A feed of which nothing may get lost unseen. Items are numbered as they come; where there is no room the oldest that
 * were not sent make way for one entry that counts them, in the place of the last of them.
 */
export interface NumberedFeed {
  /** `item` is JSON. */
  push(item: string): void;
  /** Replaces the newest item while it is still here. */
  amend(item: string): boolean;
  /** Cuts the next batch off; null where there is none. Its room is the caller's to give back. */
  take(): Batch | null;
  /** What `take` would give, uncut, and up to `characters` of it. */
  peek(characters: number): string;
  readonly name: string;
  readonly dropped: number;
  /** The number of the oldest item that is here, or of the next one. */
  readonly first: number;
}

/** `here` is told of each item that comes, or is amended, and of its number. */
export function createNumberedFeed(name: string, page: Page, room: Room, dropped: (count: number) => string, here: (seq: number, item: string) => void): NumberedFeed {
  let items: string[] = [];
  let first = 0;
  let lost = 0;
  /** How many the entry in front counts; 0 where none is there. */
  let admitted = 0;
  let total = 0;

  const give = (item: string, sign: number) => {
    room.items += sign;
    room.characters += sign * item.length;
  };
  const makeRoom = () => {
    while ((room.items > MOST_ITEMS || room.characters > MOST_CHARACTERS) && items.length > 1) {
      give(items.shift()!, -1);
      first++;
      lost += admitted || 1;
      total += admitted ? 0 : 1;
      admitted = 0;
    }
  };
  /** Puts the entry that counts the lost ones in place of the last of them. */
  const admitLoss = () => {
    if (!lost) return;
    items.unshift(dropped(lost));
    give(items[0]!, 1);
    first--;
    admitted = lost;
    lost = 0;
  };
  const upTo = (characters: number) => {
    let count = 0;
    for (let sum = 0; count < items.length && (sum += items[count]!.length + 1) <= characters; ) count++;
    return count;
  };
  const payload = (some: string[]) =>
    `{"page":"${page.id}","seq":${first},"origin":${page.origin},"items":[${some.join(",")}]}`;

  return {
    name,
    push(item) {
      items.push(item);
      give(item, 1);
      makeRoom();
      here(first + items.length - 1, item);
    },
    amend(item) {
      const last = items.pop();
      if (last === undefined) return false;
      give(last, -1);
      items.push(item);
      give(item, 1);
      here(first + items.length - 1, item);
      return true;
    },
    take() {
      admitLoss();
      admitted = 0;
      const some = items.splice(0, upTo(BATCH) || 1);
      if (!some.length) return null;
      const batch = { payload: payload(some), seq: first, items: some.length, characters: some.reduce((sum, item) => sum + item.length, 0) };
      first += some.length;
      return batch;
    },
    peek(characters) {
      admitLoss();
      const count = upTo(characters);
      return count ? payload(items.slice(0, count)) : "";
    },
    get dropped() {
      return total;
    },
    get first() {
      return first;
    },
  };
}
