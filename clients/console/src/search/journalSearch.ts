import { batch, signal, type ReadonlySignal } from "@preact/signals";
import type { ConsoleSource } from "../source/consoleSource.ts";
import { readHits, sameHit, type JournalHit } from "./journalHit.ts";
import { journalQuery, MOST_HITS, NO_CHOICE, type JournalChoice } from "./journalQuery.ts";

/** Entries shown before and after one that the log of this tab doesn't have. */
const AROUND = 15;
/** A word is being typed for so long. */
const SETTLE = 250;

export type SearchState =
  | { kind: "idle" }
  | { kind: "searching" }
  | { kind: "found"; hits: readonly JournalHit[]; more: boolean }
  | { kind: "failed"; reason: string };

/** A search in what the relay has kept of a room, newest first; and what stood around an entry. */
export class JournalSearch {
  readonly choice = signal<JournalChoice>(NO_CHOICE);
  readonly state = signal<SearchState>({ kind: "idle" });
  /** The entries around a hit, oldest first, while one is looked at. */
  readonly around = signal<{ hit: JournalHit; lines: readonly JournalHit[] } | null>(null);
  /** What is shown is about to be replaced. */
  readonly busy = signal(false);
  /** The hit that was looked at last: where the focus goes back to. */
  looked: JournalHit | null = null;
  #running = new AbortController();
  #timer = 0;

  constructor(private readonly source: ConsoleSource, private readonly room: ReadonlySignal<string>) {}

  change(part: Partial<JournalChoice>): void {
    this.choice.value = { ...this.choice.peek(), ...part };
    clearTimeout(this.#timer);
    if ("text" in part) this.#timer = setTimeout(() => void this.run(), SETTLE) as unknown as number;
    else void this.run();
  }

  /** Another room: the words stay, what was found and the device don't. */
  reset(): void {
    this.stop();
    this.looked = null;
    batch(() => {
      this.choice.value = { ...this.choice.peek(), device: "" };
      this.state.value = { kind: "idle" };
      this.around.value = null;
    });
  }

  /** Searches for what is chosen now; a search under way is given up. */
  async run(now = Date.now()): Promise<void> {
    this.stop();
    const query = journalQuery(this.choice.peek(), now);
    this.around.value = null;
    this.looked = null;
    if (!query) {
      this.state.value = { kind: "idle" };
      return;
    }
    // What was found before stays until there is something else to show: less flicker while words are typed.
    const shown = this.state.peek();
    if (shown.kind !== "found" || shown.hits.length === 0) this.state.value = { kind: "searching" };
    await this.#ask(async given => {
      const hits = (await this.#read(query, given)).reverse();
      return () => { this.state.value = { kind: "found", hits: hits.slice(0, MOST_HITS), more: hits.length > MOST_HITS }; };
    });
  }

  /** Shows what stood before and after an entry. */
  async look(hit: JournalHit): Promise<void> {
    this.stop();
    await this.#ask(async given => {
      // The cursor is that of the message's last entry: what comes before it are this one and the rest, too.
      const own = [hit, ...hit.rest];
      const before = (await this.#read({ before: hit.cursor, last: String(AROUND + hit.rest.length) }, given)).filter(one => !own.some(other => sameHit(one, other)));
      const after = [...own, ...await this.#read({ since: hit.cursor }, given, AROUND)];
      return () => {
        this.looked ??= hit;
        this.around.value = { hit, lines: [...before.slice(-AROUND), ...after.slice(0, AROUND + 1)] };
      };
    });
  }

  /** Back to what was found. */
  leave(): void {
    this.around.value = null;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#running.abort();
    this.busy.value = false;
  }

  /** Asks the relay; what comes of it counts unless something else was asked meanwhile. */
  async #ask(ask: (given: AbortSignal) => Promise<() => void>): Promise<void> {
    const { signal: given } = (this.#running = new AbortController());
    this.busy.value = true;
    let show: () => void;
    try {
      show = await ask(given);
    } catch (error) {
      show = () => {
        this.around.value = null;
        this.state.value = { kind: "failed", reason: (error as Error).message };
      };
    }
    if (given.aborted) return;
    batch(() => {
      this.busy.value = false;
      show();
    });
  }

  async #read(query: Record<string, string>, given: AbortSignal, most = Infinity): Promise<JournalHit[]> {
    const hits: JournalHit[] = [];
    for await (const message of this.source.search(this.room.peek(), query, given)) {
      hits.push(...readHits(message));
      if (hits.length >= most) break;
    }
    return hits.slice(0, most);
  }
}
