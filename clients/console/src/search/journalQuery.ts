import type { LogLevel } from "@bridge/protocol";

/** Entries shown of one search; the newest. */
export const MOST_HITS = 500;

/** Since when, in words and minutes; null is everything that is kept. */
export const SPANS: readonly { name: string; minutes: number | null }[] = [
  { name: "any time", minutes: null },
  { name: "last 10 minutes", minutes: 10 },
  { name: "last hour", minutes: 60 },
  { name: "last 24 hours", minutes: 24 * 60 },
];

export interface JournalChoice {
  text: string;
  /** This level or louder; empty for any. */
  level: LogLevel | "";
  device: string;
  minutes: number | null;
}

export const NO_CHOICE: JournalChoice = { text: "", level: "", device: "", minutes: null };

/** The choice as the relay's query; null where it asks for nothing in particular. `now` in milliseconds since 1970. */
export function journalQuery({ text, level, device, minutes }: JournalChoice, now: number): Record<string, string> | null {
  const words = /[\p{L}\p{N}]/u.test(text) ? text.trim() : "";
  if (!words && !level && !device && minutes === null) return null;
  return {
    ...(words && { words }),
    ...(level && { level }),
    ...(device && { device }),
    ...(minutes !== null && { from: new Date(now - minutes * 60_000).toISOString() }),
    last: String(MOST_HITS + 1), // one more tells that there are more
  };
}

/** The words that the relay looks for, as a pattern that finds where they begin. */
export function wordPattern(text: string): RegExp | null {
  const words = text.match(/[\p{L}\p{N}]+/gu);
  return words && new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.sort((a, b) => b.length - a.length).join("|")})`, "giu");
}
