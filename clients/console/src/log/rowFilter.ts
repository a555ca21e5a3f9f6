import type { LogLevel } from "@bridge/protocol";
import { rowLevel, type LogRow } from "./logRow.ts";
import { rowText } from "./rowText.ts";

export interface FilterChoice {
  /** Levels that are hidden. */
  hidden: ReadonlySet<LogLevel>;
  /** The devices to show; empty means all. */
  devices: ReadonlySet<string>;
  /** Plain text, or `/pattern/flags`. */
  text: string;
}

export type RowTest = (row: LogRow) => boolean;

const PATTERN = /^\/(.+)\/([a-z]*)$/s;

/** What the text box means: a test of a row's text, null for everything, or why the pattern can't be read. */
export function textTest(text: string): { test: ((text: string) => boolean) | null; error?: string } {
  const pattern = PATTERN.exec(text);
  if (pattern) {
    try {
      // g and y would make the answer depend on the one before.
      const regex = new RegExp(pattern[1] as string, (pattern[2] as string).replace(/[gy]/g, ""));
      return { test: value => regex.test(value) };
    } catch (error) {
      return { test: null, error: (error as Error).message };
    }
  }
  const plain = text.trim().toLowerCase();
  return { test: plain ? value => value.toLowerCase().includes(plain) : null };
}

/** One test for the whole choice; null where it lets everything through. */
export function rowTest(choice: FilterChoice): RowTest | null {
  const { test } = textTest(choice.text);
  if (choice.hidden.size === 0 && choice.devices.size === 0 && !test) return null;
  return row => {
    const level = rowLevel(row);
    if (level !== null && choice.hidden.has(level)) return false;
    if (choice.devices.size > 0 && row.device !== "" && !choice.devices.has(row.device)) return false;
    return !test || test(rowText(row));
  };
}
