import type { FilteredRows } from "./filteredRows.ts";
import type { RowHeights } from "./rowHeights.ts";

/** How near to its end the log counts as being at its end, in CSS pixels. */
const NEAR = 6;

/**
 * Where the log stands: at its end, and following it, or at a row that stays where it is while rows above it open, close,
 * leave or are filtered. Kept by id, so that it means the same row after any of these.
 */
export class ScrollAnchor {
  /** Following the newest row. */
  stuck = true;
  /** The first row that came after following stopped. */
  leftAt = 0;
  #id = 0;
  #offset = 0;

  constructor(private readonly shown: FilteredRows, private readonly heights: RowHeights) {}

  /** A person has scrolled to `top`. */
  scrolled(top: number, viewport: number, end: number): void {
    const atEnd = top + viewport >= this.heights.top(this.shown.length) - NEAR;
    if (this.stuck && !atEnd) this.leftAt = end;
    this.stuck = atEnd;
    if (this.shown.length === 0) return;
    const index = this.heights.indexAt(top);
    this.#id = this.shown.idAt(index);
    this.#offset = top - this.heights.top(index);
  }

  /** Where the viewport belongs now. */
  top(viewport: number): number {
    const total = this.heights.top(this.shown.length);
    const last = Math.max(0, total - viewport);
    if (this.stuck) return last;
    return Math.min(last, Math.max(0, this.heights.top(this.shown.indexOf(this.#id)) + this.#offset));
  }

  /** How many shown rows came since following stopped. */
  news(): number {
    return this.stuck ? 0 : this.shown.length - this.shown.indexOf(this.leftAt);
  }

  follow(): void {
    this.stuck = true;
  }

  /** Stops following where the viewport is. */
  hold(viewport: number, end: number): void {
    if (!this.stuck) return;
    const top = this.top(viewport);
    this.stuck = false;
    this.leftAt = end;
    if (this.shown.length === 0) return;
    const index = this.heights.indexAt(top);
    this.#id = this.shown.idAt(index);
    this.#offset = top - this.heights.top(index);
  }
}
