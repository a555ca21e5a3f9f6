import { parseTopic, type DeviceState, type FeedBatch, type JournalState, type LogEntry, type MotionSample, type OrientationSample } from "@bridge/protocol";
import { batch, type Signal } from "@preact/signals";
import type { DeviceStore } from "../devices/deviceStore.ts";
import type { LogStore } from "../log/logStore.ts";
import type { MotionStore } from "../motion/motionStore.ts";
import type { ReplPast } from "../repl/replPast.ts";
import type { Frame, FrameMessage } from "../source/frames.ts";
import type { Pages } from "./pages.ts";
import { readBatch, readEntry, readMotion, readOrientation } from "./readBatch.ts";
import { readJournal, readPresence, readState } from "./readState.ts";
import { Sequence } from "./sequence.ts";

export interface RouterStores { log: LogStore; devices: DeviceStore; motion: MotionStore; pages: Pages; journal: Signal<Pick<JournalState, "keeps" | "reason">>; past: ReplPast }

/** Puts what a frame brings into the stores. Everything that watches the stores is told once, at the end. */
export class FrameRouter {
  readonly #sequence = new Sequence();
  #live = false;

  constructor(private readonly stores: RouterStores) {}

  apply = (frames: readonly Frame[]): void => batch(() => {
    const { log, motion } = this.stores;
    for (const frame of frames) {
      for (const [feed, count] of Object.entries(frame.skipped ?? {})) {
        if (count > 0) log.append({ kind: "loss", how: "skipped", feed, count, time: Date.now(), device: "" });
      }
      for (const message of frame.messages ?? []) this.#message(message);
      if (frame.live) {
        this.#recall(Infinity);
        this.#live = true;
      }
      if (frame.unread) log.append({ kind: "note", level: "warn", text: `What was kept before can’t be read now, and comes when it can: ${frame.unread}`, time: Date.now(), device: "" });
    }
    log.announce();
    motion.announce();
  });

  /** Another room, or the same one from its beginning. */
  clear(): void {
    this.#sequence.clear();
    this.#live = false;
  }

  #message(message: FrameMessage): void {
    const topic = parseTopic(message.topic);
    if (!topic) return;
    const { devices, motion } = this.stores;
    if (topic.kind === "presence") return devices.presence(readPresence(message.payload));
    if (topic.kind === "journal") {
      this.stores.journal.value = readJournal(message.payload);
      return;
    }
    if (topic.kind === "state") return this.#state(topic.device, message);
    if (topic.kind !== "feed") return;
    switch (topic.name) {
      case "log": this.#recall(message.time); return this.#log(topic.device, readBatch(message.payload, readEntry));
      case "sensor/motion": return this.#samples(topic.device, "motion", readBatch(message.payload, readMotion), (b, lost) => motion.motion(topic.device, b, lost));
      case "sensor/orientation": return this.#samples(topic.device, "orientation", readBatch(message.payload, readOrientation), (b, lost) => motion.orientation(topic.device, b, lost));
      case "status": return this.#status(readState(message.payload, topic.device));
    }
  }

  /** Puts what was said here before the page was loaded again in its place. */
  #recall(time: number): void {
    if (!this.#live) for (const row of this.stores.past.until(time)) this.stores.log.append(row);
  }

  #log(device: string, feed: FeedBatch<LogEntry> | null): void {
    if (!feed) return;
    const { log } = this.stores;
    const { known } = this.#sequence.take(`${device}/${feed.page}/log`, feed.seq, feed.items.length);
    if (feed.items.length > known) this.#arrive(device, feed.page, feed.origin);
    for (const [i, entry] of feed.items.entries()) {
      if (i < known) continue;
      const time = feed.origin + entry.t;
      if (entry.method === "groupEnd") continue;
      if (entry.method === "dropped") log.append({ kind: "loss", how: "dropped", feed: "log", count: entry.dropped ?? 0, time, device });
      else log.append({ kind: "entry", entry, repeat: entry.repeat ?? 1, page: feed.page, seq: feed.seq + i, time, device });
    }
  }

  #samples<T extends MotionSample | OrientationSample>(device: string, kind: string, feed: FeedBatch<T> | null, take: (feed: FeedBatch<T>, lost: number) => void): void {
    if (!feed) return;
    const { known, missing } = this.#sequence.take(`${device}/${feed.page}/${kind}`, feed.seq, feed.items.length);
    take(known ? { ...feed, items: feed.items.slice(known) } : feed, missing);
  }

  /** A page's own words about itself; the relay makes the device's state of them, but each page's title is known only here. */
  #status(status: DeviceState | null): void {
    if (status?.page) this.stores.pages.learn(status.page, { title: status.title, url: status.url });
  }

  #state(device: string, message: FrameMessage): void {
    const { devices, pages } = this.stores;
    const state = readState(message.payload, device);
    devices.set(device, state);
    if (!state?.page) return;
    pages.learn(state.page, { title: state.title, url: state.url });
    // Retained states describe what was there before; only what changes while we watch is an arrival now.
    if (this.#live && state.presence !== "offline") this.#arrive(device, state.page, message.time);
  }

  #arrive(device: string, page: string, time: number): void {
    if (this.stores.pages.arrive(page)) this.stores.log.append({ kind: "page", page, time, device });
  }
}
