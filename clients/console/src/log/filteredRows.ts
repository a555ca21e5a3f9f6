import type { LogRow } from "./logRow.ts";
import type { RowRing } from "./rowRing.ts";
import type { RowTest } from "./rowFilter.ts";

/** The ids of the rows that pass the filter, kept up to date by looking at each row once. */
export class FilteredRows {
  #ids: number[] = [];
  /** How many of `#ids`, from the start, have left the ring. */
  #gone = 0;
  #seen = 0;
  #test: RowTest | null = null;
  #until = Infinity;

  constructor(private readonly rows: RowRing<LogRow>) {}

  get length(): number { return this.#ids.length - this.#gone; }

  /** The id at a position; the position must be below `length`. */
  idAt(index: number): number { return this.#ids[this.#gone + index] as number; }

  /** Where an id stands, or where it would stand. */
  indexOf(id: number): number {
    let low = this.#gone, high = this.#ids.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#ids[middle] as number) < id) low = middle + 1;
      else high = middle;
    }
    return low - this.#gone;
  }

  /** Starts again with another test. */
  filter(test: RowTest | null): void {
    this.#test = test;
    this.#ids = [];
    this.#gone = 0;
    this.#seen = this.rows.first;
    this.update();
  }

  /** Stops taking rows (the log is paused), or goes on. */
  holdAt(id: number): void {
    this.#until = id;
    this.update();
  }

  /** Takes in what came and lets go what left; returns how many left at the old end. */
  update(): number {
    const { first, end } = this.rows;
    const before = this.#gone;
    while (this.#gone < this.#ids.length && (this.#ids[this.#gone] as number) < first) this.#gone += 1;
    const left = this.#gone - before;
    const until = Math.min(end, this.#until);
    for (let id = Math.max(this.#seen, first); id < until; id++) {
      if (!this.#test || this.#test(this.rows.get(id) as LogRow)) this.#ids.push(id);
    }
    this.#seen = Math.max(this.#seen, until);
    // Moving the array down now and then costs less than never: amortised O(1) a row.
    if (this.#gone > 10_000 && this.#gone > this.#ids.length / 2) {
      this.#ids = this.#ids.slice(this.#gone);
      this.#gone = 0;
    }
    return left;
  }
}
