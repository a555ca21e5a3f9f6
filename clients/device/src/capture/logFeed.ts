import type { LogLevel } from "@bridge/protocol";
import type { NumberedFeed } from "../transport/numberedFeed.ts";
import { quote } from "./intrinsics.ts";

/** One entry: the members hold JSON, already made, so that nothing of the page's stays alive. */
export interface Entry {
  level: LogLevel;
  method: string;
  args: string;
  site?: string | null;
  stack?: string;
  depth?: number;
}

/** Writes LogEntry items; the same entry again in one batch becomes a count. */
export function createLogFeed(feed: NumberedFeed, now: () => number): (entry: Entry) => void {
  let last = "";
  let time = 0;
  let repeat = 1;
  return ({ level, method, args, site, stack, depth }) => {
    const body =
      `,"level":"${level}","method":"${method}","args":${args}` +
      (site ? `,"site":${site}` : "") +
      (stack ? `,"stack":${quote(stack)}` : "") +
      (depth ? `,"depth":${depth}` : "");
    if (body === last && feed.amend(`{"t":${time}${body},"repeat":${repeat + 1}}`)) {
      repeat++;
      return;
    }
    last = body;
    repeat = 1;
    time = Math.round(now() * 100) / 100;
    feed.push(`{"t":${time}${body}}`);
  };
}

/** The entry that stands for `count` others which could not be kept. */
export const droppedEntry = (time: number, count: number): string =>
  `{"t":${Math.round(time)},"level":"warn","method":"dropped","args":[],"dropped":${count}}`;
