import type { FilteredRows } from "./filteredRows.ts";

/**
 * Where rows stand in the log. Closed rows have one height; open ones have their own, as measured. Only the open ones
 * are stored, so that 200,000 rows cost nothing and a position is found by two binary searches.
 */
export class RowHeights {
  readonly #open = new Map<number, number>();
  #ids: number[] = [];
  /** `#before[i]`: what the shown open rows before `#ids[i]` are higher than closed ones, all together. */
  #before: number[] = [0];
  #stale = false;

  constructor(private readonly shown: FilteredRows, readonly base: number) {}

  /** Sets an open row's height. Returns whether that changed anything. */
  set(id: number, height: number): boolean {
    if (this.#open.get(id) === height) return false;
    this.#open.set(id, height);
    this.#stale = true;
    return true;
  }

  close(id: number): void {
    if (this.#open.delete(id)) this.#stale = true;
  }

  /** The filter changed: other open rows may be shown now. */
  invalidate(): void {
    this.#stale = true;
  }

  /** Lets go what has left the log. */
  trim(first: number): void {
    for (const id of this.#open.keys()) if (id < first) this.close(id);
  }

  /** The top of the row at `index`; with `index` = length, the height of everything. */
  top(index: number): number {
    if (this.#open.size === 0) return index * this.base;
    this.#refresh();
    const id = index < this.shown.length ? this.shown.idAt(index) : Infinity;
    return index * this.base + (this.#before[lowerBound(this.#ids, id)] as number);
  }

  /** The row at a distance from the top of everything. */
  indexAt(y: number): number {
    let low = 0, high = Math.max(0, this.shown.length - 1);
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.top(middle) <= y) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #refresh(): void {
    if (!this.#stale) return;
    this.#stale = false;
    this.#ids = [...this.#open.keys()].sort((a, b) => a - b).filter(id => {
      const index = this.shown.indexOf(id);
      return index < this.shown.length && this.shown.idAt(index) === id;
    });
    let sum = 0;
    this.#before = [0, ...this.#ids.map(id => (sum += (this.#open.get(id) as number) - this.base))];
  }
}

function lowerBound(sorted: number[], value: number): number {
  let low = 0, high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
