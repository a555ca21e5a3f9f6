import type { Preferences } from "../app/preferences.ts";

/** Lines remembered per room. */
const CAPACITY = 300;

/** The lines that were sent from here, as a shell remembers them: older with up, newer with down, what was being typed at the end. */
export class ReplHistory {
  #lines: string[] = [];
  #at = 0;
  #draft = "";
  #key = "";

  constructor(private readonly preferences: Preferences) {}

  open(room: string): void {
    this.#key = `repl.${room}`;
    this.#lines = read(this.preferences.get(this.#key));
    this.#at = this.#lines.length;
  }

  add(line: string): void {
    this.#lines = [...this.#lines.filter(known => known !== line), line].slice(-CAPACITY);
    this.#at = this.#lines.length;
    this.preferences.set(this.#key, JSON.stringify(this.#lines));
  }

  /** The line before, or null at the oldest. `typed` is kept for the way back. */
  older(typed: string): string | null {
    if (this.#at === 0) return null;
    if (this.#at === this.#lines.length) this.#draft = typed;
    this.#at -= 1;
    return this.#lines[this.#at] ?? null;
  }

  newer(): string | null {
    if (this.#at === this.#lines.length) return null;
    this.#at += 1;
    return this.#lines[this.#at] ?? this.#draft;
  }
}

function read(stored: string | null): string[] {
  try {
    const lines: unknown = JSON.parse(stored ?? "[]");
    return Array.isArray(lines) ? lines.filter(line => typeof line === "string") : [];
  } catch {
    return []; // somebody else's value under our name
  }
}
