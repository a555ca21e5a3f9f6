import type { CommandReply, LogEntry, LogLevel } from "@bridge/protocol";

interface RowBase {
  /** Counts up by one per row, never reused. */
  id: number;
  /** Milliseconds since 1970, for display; order is the row's id. */
  time: number;
  /** Empty for what concerns no device. */
  device: string;
}

/** A console call, an uncaught error or a rejection. */
export interface EntryRow extends RowBase {
  kind: "entry";
  page: string;
  entry: LogEntry;
  repeat: number;
  /** Its number within the page, and that of the last one that says the same. */
  seq?: number;
  lastSeq?: number;
}

/** A new page on a device: what came before belongs to the page before. */
export interface PageRow extends RowBase { kind: "page"; page: string }

/** Items that this console (`skipped`) or a device's outbox (`dropped`) could not keep. */
export interface LossRow extends RowBase { kind: "loss"; how: "skipped" | "dropped"; feed: string; count: number }

/** A line that was sent from here, and to whom. */
export interface InputRow extends RowBase { kind: "input"; code: string; target: string }

/** What one device made of it. */
export interface OutcomeRow extends RowBase { kind: "outcome"; reply?: CommandReply; failure?: string }

/** A remark of the console's own. */
export interface NoteRow extends RowBase { kind: "note"; text: string; level: LogLevel }

export type LogRow = EntryRow | PageRow | LossRow | InputRow | OutcomeRow | NoteRow;

type Draft<T> = T extends LogRow ? Omit<T, "id"> : never;

/** A row before the store has numbered it. */
export type NewRow = Draft<LogRow>;

export const LEVELS: readonly LogLevel[] = ["error", "warn", "info", "log", "debug"];

/** The level a row is filtered and tinted by; null for rows that no level filter hides. */
export function rowLevel(row: LogRow): LogLevel | null {
  return row.kind === "entry" ? row.entry.level : null;
}
