import { parseTopic, type LogEntry } from "@bridge/protocol";
import { readBatch, readEntry } from "../feed/readBatch.ts";
import type { FrameMessage } from "../source/frames.ts";

/** One entry of the journal. */
export interface JournalHit {
  device: string;
  page: string;
  seq: number;
  /** Milliseconds since 1970 by the device's clock, as in the log. */
  time: number;
  entry: LogEntry;
  /** Where the journal has the last entry of the message that it came in. */
  cursor: string;
  /** What came after it in the same message, oldest first. */
  rest: readonly JournalHit[];
}

export const sameHit = (a: JournalHit, b: JournalHit) => a.device === b.device && a.page === b.page && a.seq === b.seq;

/** The entries of a message of the log, oldest first; the end of a group is nothing to look at. */
export function readHits(message: FrameMessage): JournalHit[] {
  const topic = parseTopic(message.topic);
  const feed = topic?.kind === "feed" && topic.name === "log" ? readBatch(message.payload, readEntry) : null;
  if (topic?.kind !== "feed" || !feed) return [];
  const hits: JournalHit[] = [];
  for (const [i, entry] of [...feed.items.entries()].reverse()) {
    if (entry.method === "groupEnd") continue;
    hits.unshift({ device: topic.device, page: feed.page, seq: feed.seq + i, time: feed.origin + entry.t, entry, cursor: message.cursor ?? "", rest: [...hits] });
  }
  return hits;
}
