export type Sample = number | null;

/** A device's samples of one kind, newest last: `t` in milliseconds since 1970 by the device's clock, and a column per axis. */
export class SampleSeries {
  #t: number[] = [];
  #columns: Sample[][];
  #count = 0;

  /** Keeps between `capacity` and twice as many samples, so that letting go is one move of the arrays. */
  constructor(readonly axes: number, readonly capacity = 8_192) {
    this.#columns = Array.from({ length: axes }, () => []);
  }

  get t(): readonly number[] { return this.#t; }
  get columns(): readonly (readonly Sample[])[] { return this.#columns; }
  /** How many came, those let go included. */
  get count(): number { return this.#count; }
  get last(): number { return this.#t[this.#t.length - 1] ?? 0; }

  push(t: number, values: readonly Sample[]): void {
    // The device's clock went back (or its page was restored): what is there can't be drawn before what comes.
    if (t < this.last) this.clear();
    this.#t.push(t);
    for (let axis = 0; axis < this.axes; axis++) (this.#columns[axis] as Sample[]).push(values[axis] ?? null);
    this.#count += 1;
    if (this.#t.length < this.capacity * 2) return;
    this.#t = this.#t.slice(-this.capacity);
    this.#columns = this.#columns.map(column => column.slice(-this.capacity));
  }

  /** A gap in the lines: nothing is known between two samples. */
  break(): void {
    if (this.#t.length === 0) return;
    this.#t.push(this.last);
    for (const column of this.#columns) column.push(null);
  }

  /** The position of the first sample at or after `t`. */
  from(t: number): number {
    let low = 0, high = this.#t.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#t[middle] as number) < t) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Samples per second over the last second, by their own times. */
  rate(): number {
    const start = this.from(this.last - 1_000);
    const span = this.last - (this.#t[start] ?? this.last);
    return span > 0 ? ((this.#t.length - 1 - start) * 1_000) / span : 0;
  }

  latest(): readonly Sample[] {
    return this.#columns.map(column => column[column.length - 1] ?? null);
  }

  clear(): void {
    this.#t = [];
    this.#columns = this.#columns.map(() => []);
  }
}
