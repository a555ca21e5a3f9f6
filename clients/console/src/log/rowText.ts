import type { LogEntry } from "@bridge/protocol";
import { errorLine, previewText } from "../preview/tokens.ts";
import type { LogRow } from "./logRow.ts";

/** Entries don't change once they are here, so that each is put into words once at most. */
const known = new WeakMap<LogEntry, string>();

/** What a row says, without time and device: what is searched, copied and exported. */
export function rowText(row: LogRow): string {
  switch (row.kind) {
    case "entry": return entryText(row.entry);
    case "page": return "page loaded";
    case "loss": return lossText(row.count, row.how, row.feed);
    case "input": return row.code;
    case "outcome": return outcomeText(row.reply?.value, row.reply?.error, row.failure);
    case "note": return row.text;
  }
}

export function entryText(entry: LogEntry): string {
  let text = known.get(entry);
  if (text === undefined) {
    text = entry.args.map(arg => previewText(arg, true)).join(" ");
    if (entry.site) text += ` ${entry.site.url}:${entry.site.line}`;
    known.set(entry, text);
  }
  return text;
}

/** An entry's message only, as it stands in the log. */
export function entryMessage(entry: LogEntry): string {
  return entry.args.map(arg => previewText(arg, true)).join(" ");
}

export function lossText(count: number, how: "skipped" | "dropped", feed: string): string {
  const what = `${count.toLocaleString("en")} ${feed === "log" ? (count === 1 ? "entry" : "entries") : `${feed} ${count === 1 ? "item" : "items"}`}`;
  return how === "skipped" ? `${what} skipped: they came faster than this console could take them` : `${what} dropped on the device: its outbox was full`;
}

const FAILURES: Record<string, string> = {
  timeout: "No answer in time. The page may be busy, asleep or stopped at a dialog.",
  offline: "Offline. The line was not run there.",
  gone: "The device is no longer in this room.",
};

export function failureText(failure: string): string {
  return FAILURES[failure] ?? failure;
}

function outcomeText(value: Parameters<typeof previewText>[0] | undefined, error: typeof value, failure: string | undefined): string {
  if (failure) return failureText(failure);
  if (error) return error.type === "error" ? errorLine(error) : previewText(error);
  return value ? previewText(value) : "done";
}
