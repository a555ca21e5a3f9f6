import type { NewRow } from "../log/logRow.ts";

/** Rows and characters of a room that are kept. */
const MOST_ROWS = 200;
const MOST_CHARACTERS = 1 << 18;
/** An answer that is longer is remembered as having been there. */
const LONGEST_ROW = 1 << 15;

/**
 * The prompt's lines and their answers, kept for this tab's reload: the relay's journal has what devices said by themselves, not what was said to
 * one console. They come back between the entries they stood between.
 */
export class ReplPast {
  #key = "";
  #rows: string[] = [];
  /** Read back and not yet in the log, oldest first. */
  #waiting: NewRow[] = [];

  constructor(private readonly storage: Storage | null) {}

  open(room: string): void {
    this.#key = `bridge.said.${room}`;
    this.#waiting = read(this.#get());
    this.#rows = this.#waiting.map(row => JSON.stringify(row));
  }

  add(row: NewRow): void {
    const text = JSON.stringify(row);
    this.#rows.push(text.length <= LONGEST_ROW ? text : JSON.stringify({ kind: "note", level: "info", text: "An answer was here that is too long to be kept over a reload.", device: row.device, time: row.time } satisfies NewRow));
    let characters = this.#rows.reduce((sum, one) => sum + one.length, 0);
    while (this.#rows.length > MOST_ROWS || characters > MOST_CHARACTERS) characters -= this.#rows.shift()?.length ?? 0;
    this.#set(`[${this.#rows.join(",")}]`);
  }

  /** What comes before something of this time; each row once. */
  until(time: number): NewRow[] {
    const count = this.#waiting.findIndex(row => row.time > time);
    return this.#waiting.splice(0, count < 0 ? Infinity : count);
  }

  clear(): void {
    this.#rows = [];
    this.#waiting = [];
    this.#set("[]");
  }

  #get(): string | null {
    try {
      return this.storage?.getItem(this.#key) ?? null;
    } catch {
      return null; // forbidden by the browser's settings
    }
  }

  #set(value: string): void {
    try {
      this.storage?.setItem(this.#key, value);
    } catch {
      // full or forbidden: the next load begins without them
    }
  }
}

function read(stored: string | null): NewRow[] {
  try {
    const rows: unknown = JSON.parse(stored ?? "[]");
    return Array.isArray(rows) ? (rows as NewRow[]).filter(row => ["input", "outcome", "note"].includes(row?.kind) && Number.isFinite(row.time)) : [];
  } catch {
    return []; // somebody else's value under our name
  }
}
