import type { LogEntry, LogLevel } from "@bridge/protocol";
import type { NewRow } from "../../../src/log/logRow.ts";
import { text } from "../../fixture/previews.ts";

export function entry(message: string, level: LogLevel = "log", more: Partial<LogEntry> = {}): LogEntry {
  return { t: 0, level, method: level, args: [text(message)], ...more };
}

export function entryRow(message: string, level: LogLevel = "log", device = "d1", more: Partial<LogEntry> = {}): NewRow & { kind: "entry" } {
  return { kind: "entry", entry: entry(message, level, more), repeat: 1, page: "p1", device, time: 1_000 };
}
