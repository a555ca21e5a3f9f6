import type { Platform } from "../platform.ts";
import type { Page } from "../page.ts";
import type { Session } from "./session.ts";
import { createLossyFeed } from "./lossyFeed.ts";
import type { LossyFeed } from "./lossyFeed.ts";
import { createNumberedFeed } from "./numberedFeed.ts";
import type { Batch, NumberedFeed, Room } from "./numberedFeed.ts";
import { publish } from "./packets.ts";
import { json } from "../capture/intrinsics.ts";

/** Packets on the way at once, where the relay allows as many. */
const WINDOW = 16;
/** Bytes handed to the socket but not gone, above which the logs wait, and above which the sensors do. */
const LOGS_WAIT_ABOVE = 1 << 18;
const SENSORS_WAIT_ABOVE = 1 << 15;
/** Between two batches of logs: at most 40 of the relay's 200 messages a second. */
const PACE = 25;
/** Replies and the like that wait for their turn. */
const MOST_POSTS = 256;

/** 0x97 Quota exceeded: the relay's journal can't keep it now, for want of disk or database. It goes again after a while. */
const NOT_NOW = 0x97;
const HOLD = 1000;
const HOLD_JITTER = 4000;

/** The number of what is no item of this page's feeds. */
const NOT_OURS = Infinity;

/** Characters around the items of a batch, at most. */
const ENVELOPE = 200;

const utf8 = new TextEncoder();

/** A QoS 1 message, from the moment it is cut until the relay acknowledges it. */
interface Unacked extends Batch {
  feed: string;
  correlation?: Uint8Array | undefined;
  done?: (() => void) | undefined;
  /** Packet identifier; 0 before it was first sent. */
  id: number;
  /** Whether it was sent over the session that is up. */
  sent: boolean;
}

/** What the relay's CONNACK allows, and where a feed goes. */
export interface Route {
  device: string;
  topic(feed: string): string;
  resumed: boolean;
  receiveMaximum: number;
  topicAliasMaximum: number;
  maximumPacketSize: number;
}

export interface Outbox {
  numbered(name: string, dropped: (count: number) => string): NumberedFeed;
  lossy(name: string): LossyFeed;
  /** Sends what the lossy feeds hold, if the link has room for it. */
  flushLossy(): void;
  /** One message of its own; `done` runs when the relay has it. Tells whether it is on its way already. */
  post(feed: string, payload: string, correlation?: Uint8Array, done?: () => void): boolean;
  /** The batches that are not acknowledged, oldest first, as JSON of `[{feed, batch}]` (docs/protocol.md, "Ingest"). */
  unacknowledged(characters: number): string;
  /** The number of the oldest item of a feed that is not acknowledged, or of the next one. */
  oldest(feed: string): number;
  /** Takes over what an earlier page left; `done` runs when the relay has it. */
  adopt(feed: string, batch: { items: unknown[] }, done: () => void): void;
  up(session: Session, route: Route): void;
  down(): void;
  acked(id: number, reason: number): void;
  dropped(): number;
  /** The device that this page is of, as far as is known. */
  device(): string;
}

/** Hears of what is in an outbox. */
export interface OutboxListener {
  /** An item is here, or has been amended. */
  added(feed: string, seq: number, item: string): void;
  /** Something was acknowledged. */
  acknowledged(): void;
  /** The relay can't keep anything now, or can again. */
  held(now: boolean): void;
}

export function createOutbox({ now, soon, setTimeout, random }: Platform, page: Page, listener: OutboxListener): Outbox {
  const room: Room = { items: 0, characters: 0 };
  const numberedFeeds: NumberedFeed[] = [];
  const lossyFeeds: LossyFeed[] = [];
  let unacked: Unacked[] = [];
  let aliases: string[] = [];
  let session: Session | null = null;
  let route: Route;
  let device = "";
  let nextId = 0;
  let refused = 0;
  let scheduled = false;
  let cutAt = -PACE;
  let heldUntil = 0;
  let held = false;

  /** 3.3.2.3.4: from the second message on an alias stands for the topic. */
  const addressOf = (feed: string) => {
    const known = aliases.indexOf(feed) + 1;
    if (known) return { topic: "", alias: known };
    const alias = aliases.length < route.topicAliasMaximum ? aliases.push(feed) : 0;
    return { topic: route.topic(feed), alias };
  };

  const send = (message: Unacked) => {
    const again = message.id > 0 && route.resumed;
    message.id ||= nextId = (nextId % 65535) + 1;
    message.sent = true;
    const { feed, id, correlation } = message;
    const packet = publish({ ...addressOf(feed), payload: utf8.encode(message.payload), id, again, correlation });
    if (packet.length > route.maximumPacketSize) acked(id, 0x95); // 0x95 Packet too large: the relay would cut the link
    else session!.send(packet);
  };

  const cut = (): boolean => {
    for (const feed of numberedFeeds) {
      const batch = feed.take();
      if (!batch) continue;
      cutAt = now();
      return unacked.push({ feed: feed.name, id: 0, sent: false, ...batch }) > 0;
    }
    return false;
  };

  const pump = () => {
    const wait = heldUntil - now();
    const waits = (message: Unacked) => wait > 0 && message.items > 0 && !message.sent;
    if (wait > 0) schedule(wait);
    const most = Math.min(WINDOW, session ? route.receiveMaximum : 0) + unacked.filter(waits).length;
    for (let i = 0; session && i < most && (i < unacked.length || (wait <= 0 && cut())); i++) {
      if (unacked[i]!.sent || waits(unacked[i]!)) continue;
      if (session.buffered() > LOGS_WAIT_ABOVE) return schedule(PACE);
      send(unacked[i]!);
    }
  };

  const schedule = (wait = cutAt + PACE - now()) => {
    if (scheduled) return;
    scheduled = true;
    const run = () => {
      scheduled = false;
      pump();
    };
    if (wait > 0) setTimeout(run, wait);
    else soon(run);
  };

  const forget = (message: Unacked) => {
    unacked = unacked.filter((other) => other !== message);
    if (message.seq === NOT_OURS) return;
    room.items -= message.items;
    room.characters -= message.characters;
  };

  const hold = (now: boolean) => {
    if (held !== now) listener.held((held = now));
  };

  const acked = (id: number, reason: number) => {
    const message = unacked.find((one) => one.id === id);
    if (!message) return;
    if (reason === NOT_NOW && message.items) {
      message.id = 0; // The exchange is over; the next one has an identifier of its own.
      message.sent = false;
      heldUntil = now() + HOLD + random() * HOLD_JITTER;
      hold(true);
      return schedule(heldUntil - now());
    }
    if (message.items && reason < 0x80) hold(false);
    forget(message);
    if (reason >= 0x80) refused += message.items;
    message.done?.();
    if (session) schedule();
    listener.acknowledged();
  };

  return {
    numbered(name, dropped) {
      const feed = createNumberedFeed(name, page, room, dropped, (seq, item) => {
        if (session) schedule();
        listener.added(name, seq, item);
      });
      numberedFeeds.push(feed);
      return feed;
    },
    lossy(name) {
      const feed = createLossyFeed(name, page);
      lossyFeeds.push(feed);
      return feed;
    },
    flushLossy() {
      if (!session || session.buffered() > SENSORS_WAIT_ABOVE) return;
      for (const feed of lossyFeeds) {
        const payload = feed.take();
        if (payload) session.send(publish({ ...addressOf(feed.name), payload: utf8.encode(payload) }));
      }
    },
    post(feed, payload, correlation, done) {
      while (session && cut()); // what was logged before comes before
      const posts = unacked.filter((message) => !message.items);
      if (posts.length >= MOST_POSTS) forget(posts[0]!);
      const message: Unacked = { feed, payload, seq: NOT_OURS, items: 0, characters: 0, correlation, done, id: 0, sent: false };
      unacked.push(message);
      pump();
      return message.sent;
    },
    unacknowledged(characters) {
      const parts: string[] = [];
      const add = (feed: string, payload: string) => {
        if (!payload || (characters -= payload.length) < 0) return;
        parts.push(`{"feed":"${feed}","batch":${payload}}`);
      };
      for (const message of unacked) if (message.items) add(message.feed, message.payload);
      for (const feed of numberedFeeds) add(feed.name, feed.peek(characters - ENVELOPE));
      return parts.length ? `[${parts.join(",")}]` : "";
    },
    oldest: (feed) => Math.min(numberedFeeds.find(({ name }) => name === feed)!.first, ...unacked.map((message) => (message.feed === feed ? message.seq : NOT_OURS))),
    adopt(feed, batch, done) {
      if (!numberedFeeds.some(({ name }) => name === feed)) return; // the page's own code wrote it
      unacked.push({ feed, payload: json(batch), seq: NOT_OURS, items: batch.items.length, characters: 0, done, id: 0, sent: false });
      if (session) schedule();
    },
    up(to, by) {
      session = to;
      route = by;
      device = by.device;
      aliases = [];
      for (const message of unacked) message.sent = false;
      pump();
    },
    down() {
      session = null;
    },
    acked,
    device: () => device,
    dropped: () => [...numberedFeeds, ...lossyFeeds].reduce((sum, feed) => sum + feed.dropped, refused),
  };
}
