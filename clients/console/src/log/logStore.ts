import { signal, type ReadonlySignal } from "@preact/signals";
import type { LogLevel } from "@bridge/protocol";
import type { LogRow, NewRow } from "./logRow.ts";
import { RowRing } from "./rowRing.ts";
import { sameEntry } from "./samePreview.ts";

/** Rows kept in the browser. At some 0.5 KB each this stays near 100 MB; the relay's journal has the rest. */
export const LOG_CAPACITY = 200_000;

export interface LogTotals {
  /** Rows that were let go because the capacity was reached. */
  trimmed: number;
  levels: Record<LogLevel, number>;
}

/** Everything the log shows, in order of arrival. Changes are announced once per applied frame, by `revision`. */
export class LogStore {
  readonly #rows: RowRing<LogRow>;
  readonly #revision = signal(0);
  readonly #totals = signal<LogTotals>(noTotals());
  readonly #devices = new Set<string>();
  #pending = noTotals();
  #dirty = false;

  constructor(capacity: number = LOG_CAPACITY) {
    this.#rows = new RowRing(capacity);
  }

  get rows(): RowRing<LogRow> { return this.#rows; }
  /** Whose rows came since it was last cleared. */
  get devices(): ReadonlySet<string> { return this.#devices; }
  /** Counts up with each announced change. */
  get revision(): ReadonlySignal<number> { return this.#revision; }
  get totals(): ReadonlySignal<LogTotals> { return this.#totals; }

  /** Adds a row, or counts it on the last one where both say the same. Call `announce` when done. */
  append(row: NewRow): void {
    this.#dirty = true;
    if (row.kind === "entry") {
      this.#pending.levels[row.entry.level] += row.repeat;
      if (this.#repeats(row)) return;
    }
    if (row.device) this.#devices.add(row.device);
    const gone = this.#rows.push({ ...row, id: this.#rows.end } as LogRow);
    if (!gone) return;
    this.#pending.trimmed += 1;
    if (gone.kind === "entry") this.#pending.levels[gone.entry.level] -= gone.repeat;
  }

  announce(): void {
    if (!this.#dirty) return;
    this.#dirty = false;
    this.#totals.value = { trimmed: this.#pending.trimmed, levels: { ...this.#pending.levels } };
    this.#revision.value += 1;
  }

  clear(): void {
    this.#rows.clear();
    this.#devices.clear();
    this.#pending = noTotals();
    this.#dirty = true;
    this.announce();
  }

  #repeats(row: NewRow & { kind: "entry" }): boolean {
    const last = this.#rows.last();
    if (last?.kind !== "entry" || last.device !== row.device || last.page !== row.page || !sameEntry(last.entry, row.entry)) return false;
    last.repeat += row.repeat;
    last.time = row.time;
    if (row.seq !== undefined) last.lastSeq = row.seq;
    return true;
  }
}

function noTotals(): LogTotals {
  return { trimmed: 0, levels: { error: 0, warn: 0, info: 0, log: 0, debug: 0 } };
}
