import type { Page } from "../page.ts";
import type { Store } from "../store.ts";

export const KEY = "bridge:outbox:";
/** Characters, about: what is written again and again while one segment fills. */
const SEGMENT = 1 << 13;
/** Of one page: half a million characters, a tenth of what an origin may store. The oldest make way; the relay counts what is missing. */
const MOST_SEGMENTS = 64;

/** Items of one feed, numbered without a gap; stored under one key. */
interface Segment {
  key: string;
  feed: string;
  first: number;
  items: string[];
  characters: number;
  /** The stores that have it, and of these the ones that have it as it is. */
  kept: Set<Store>;
  fresh: Set<Store>;
}

/** What of a page is not acknowledged, in pieces: a new item costs the writing of one piece, however much there is. */
export interface Segments {
  /** `item` is JSON. A number that is there already gets another item. */
  add(feed: string, seq: number, item: string): void;
  /** Lets go what is below the oldest number of its feed that is needed. Tells how much was ever needed of what remains; 0 where nothing does. */
  settle(): number;
  /** Writes what this store doesn't have as it is, oldest first, until it is full: what we hold in memory stays. */
  write(store: Store): void;
}

/** `oldest` is the feed's oldest number that is still needed; `device` whose items they are. */
export function createSegments(page: Page, oldest: (feed: string) => number, device: () => string): Segments {
  let segments: Segment[] = [];
  let count = 0;

  const remove = (segment: Segment) => segment.kept.forEach((store) => store.removeItem(segment.key));
  const end = (segment: Segment) => segment.first + segment.items.length;

  return {
    add(feed, seq, item) {
      let segment = segments.filter((one) => one.feed === feed).pop();
      const follows = segment && end(segment) === seq;
      if (!segment || seq < segment.first || seq > end(segment) || (follows && segment.characters > SEGMENT)) {
        segment = { key: `${KEY}${page.id}:${count++}`, feed, first: seq, items: [], characters: 0, kept: new Set(), fresh: new Set() };
        if (segments.push(segment) > MOST_SEGMENTS) remove(segments.shift()!);
      } else if (follows && oldest(feed) >= seq) {
        // Everything before has arrived: its place is free.
        segment.first = seq;
        segment.items = [];
        segment.characters = 0;
      }
      segment.items[seq - segment.first] = item;
      segment.characters += item.length;
      segment.fresh.clear();
    },
    settle() {
      segments = segments.filter((segment) => {
        const needed = end(segment) > oldest(segment.feed);
        if (!needed) remove(segment);
        return needed;
      });
      return segments.length && 1 + oldest(segments[0]!.feed);
    },
    write(store) {
      for (const { key, feed, first, items, kept, fresh } of segments) {
        if (fresh.has(store)) continue;
        const text = `{"device":"${device()}","feed":"${feed}","batch":{"page":"${page.id}","seq":${first},"origin":${page.origin},"items":[${items.join(",")}]}}`;
        if (!store.setItem(key, text)) return;
        kept.add(store);
        fresh.add(store);
      }
    },
  };
}
