import { batch, effect, signal } from "@preact/signals";
import type { LogLevel } from "@bridge/protocol";
import type { DeviceStore } from "../devices/deviceStore.ts";
import { FilteredRows } from "./filteredRows.ts";
import { groupFold, isGroup } from "./groupFold.ts";
import type { LogRow } from "./logRow.ts";
import type { LogStore } from "./logStore.ts";
import { rowTest, type RowTest } from "./rowFilter.ts";
import { RowHeights } from "./rowHeights.ts";

/** A closed row's height in CSS pixels; log.css says the same. */
export const ROW_HEIGHT = 24;
/** What a table is taken to be high before it has been measured, per line. */
const TABLE_LINE = 22;

/** What of the log is shown: the filter, which rows are open, what is paused, which row the keyboard is on. */
export class LogView {
  readonly hidden = signal<ReadonlySet<LogLevel>>(new Set());
  readonly text = signal("");
  /** The id of the first row that isn't shown because the log is paused. */
  readonly pausedAt = signal<number | null>(null);
  readonly current = signal<number | null>(null);
  /** The row to be brought into view next. */
  readonly goal = signal<number | null>(null);
  /** Counts up when anything about the rows shown, or their heights, has changed. */
  readonly layout = signal(0);
  readonly shown: FilteredRows;
  readonly heights: RowHeights;
  /** For each open row, the paths of the values that are open in it. */
  readonly #open = new Map<number, ReadonlySet<string>>();
  /** Groups that a person has folded, or unfolded where they came folded. */
  readonly #flipped = signal<ReadonlySet<number>>(new Set());
  #looked = 0;

  constructor(readonly log: LogStore, readonly devices: DeviceStore) {
    this.shown = new FilteredRows(log.rows);
    this.heights = new RowHeights(this.shown, ROW_HEIGHT);
    effect(() => {
      this.shown.filter(this.#test());
      this.heights.invalidate();
      this.changed();
    });
    effect(() => {
      this.shown.holdAt(this.pausedAt.value ?? Infinity);
      this.changed();
    });
    effect(() => {
      log.revision.value;
      this.#takeIn();
    });
  }

  row(index: number): LogRow {
    return this.log.rows.get(this.shown.idAt(index)) as LogRow;
  }

  isOpen(id: number): boolean { return this.#open.has(id); }
  openPaths(id: number): ReadonlySet<string> | undefined { return this.#open.get(id); }

  /** For a group: whether what is in it is hidden. */
  isFolded(row: LogRow): boolean | undefined {
    if (!isGroup(row)) return undefined;
    return (row.kind === "entry" && row.entry.method === "groupCollapsed") !== this.#flipped.peek().has(row.id);
  }

  /** Opens or closes a row; folds or unfolds a group. */
  toggle(id: number): void {
    const row = this.log.rows.get(id);
    if (row && isGroup(row)) this.#flipped.value = toggled(this.#flipped.peek(), id);
    else if (!this.#open.delete(id)) this.#open.set(id, new Set());
    else this.heights.close(id);
    this.changed();
  }

  togglePath(id: number, path: string): void {
    this.#open.set(id, toggled(this.#open.get(id) ?? new Set(), path));
    this.changed();
  }

  toggleLevel(level: LogLevel): void {
    this.hidden.value = toggled(this.hidden.peek(), level);
  }

  togglePause(): void {
    this.pausedAt.value = this.pausedAt.peek() === null ? this.log.rows.end : null;
  }

  clear(): void {
    batch(() => {
      this.pausedAt.value = null;
      this.current.value = null;
      this.#open.clear();
      this.log.clear();
    });
  }

  /** Makes a row the current one and brings it into view, whatever hid it. */
  reveal(id: number): void {
    const row = this.log.rows.get(id);
    if (!row) return;
    batch(() => {
      this.text.value = "";
      if (row.kind === "entry" && this.hidden.peek().has(row.entry.level)) this.toggleLevel(row.entry.level);
      if (this.devices.selected.peek().size > 0 && !this.devices.selected.peek().has(row.device)) this.devices.select([]);
      if (this.pausedAt.peek() !== null && id >= (this.pausedAt.peek() as number)) this.pausedAt.value = null;
    });
    if (this.shown.length === 0 || this.shown.idAt(Math.min(this.shown.indexOf(id), this.shown.length - 1)) !== id) this.#unfold(id);
    this.goal.value = id;
  }

  /** The rows that pass the filter, oldest first. */
  *rows(): Iterable<LogRow> {
    for (let i = 0; i < this.shown.length; i++) yield this.row(i);
  }

  changed(): void {
    this.layout.value = this.layout.peek() + 1;
  }

  /** What the filter lets through. A text is looked for inside of folded groups too. */
  #test(): RowTest | null {
    const test = rowTest({ hidden: this.hidden.value, devices: this.devices.selected.value, text: this.text.value });
    this.#flipped.value; // a fold changes what is shown
    if (this.text.value) return test;
    const fold = groupFold(row => this.isFolded(row) === true);
    return row => fold(row) && (!test || test(row));
  }

  /** Unfolds the groups before a row, of which one hides it. */
  #unfold(id: number): void {
    const flipped = new Set(this.#flipped.peek());
    for (let at = this.log.rows.first; at < id; at++) {
      const row = this.log.rows.get(at);
      if (row && this.isFolded(row) === true && !flipped.delete(at)) flipped.add(at);
    }
    this.#flipped.value = flipped;
  }

  #takeIn(): void {
    const { rows } = this.log;
    for (let id = Math.max(this.#looked, rows.first); id < rows.end; id++) this.#arrived(rows.get(id) as LogRow);
    this.#looked = rows.end;
    if (this.shown.update() > 0) {
      this.heights.trim(rows.first);
      for (const id of this.#open.keys()) if (id < rows.first) this.#open.delete(id);
    }
    this.changed();
  }

  /** A table is there to be seen: it comes open. */
  #arrived(row: LogRow): void {
    if (row.kind !== "entry" || row.entry.method !== "table") return;
    const first = row.entry.args[0];
    const lines = (first?.items?.length ?? first?.entries?.length ?? 0) + 1;
    this.#open.set(row.id, new Set());
    this.heights.set(row.id, ROW_HEIGHT + lines * TABLE_LINE);
  }
}

function toggled<T>(set: ReadonlySet<T>, member: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(member)) next.add(member);
  return next;
}
