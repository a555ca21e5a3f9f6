import { batch, effect, signal } from "@preact/signals";
import type { LogLevel } from "@bridge/protocol";
import type { DeviceStore } from "../devices/deviceStore.ts";
import { FilteredRows } from "./filteredRows.ts";
import type { LogRow } from "./logRow.ts";
import type { LogStore } from "./logStore.ts";
import { rowTest } from "./rowFilter.ts";
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
  /** Counts up when anything about the rows shown, or their heights, has changed. */
  readonly layout = signal(0);
  readonly shown: FilteredRows;
  readonly heights: RowHeights;
  /** For each open row, the paths of the values that are open in it. */
  readonly #open = new Map<number, ReadonlySet<string>>();
  #looked = 0;

  constructor(readonly log: LogStore, readonly devices: DeviceStore) {
    this.shown = new FilteredRows(log.rows);
    this.heights = new RowHeights(this.shown, ROW_HEIGHT);
    effect(() => {
      this.shown.filter(rowTest({ hidden: this.hidden.value, devices: devices.selected.value, text: this.text.value }));
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

  toggle(id: number, open = !this.#open.has(id)): void {
    if (open === this.#open.has(id)) return;
    if (open) this.#open.set(id, new Set());
    else {
      this.#open.delete(id);
      this.heights.close(id);
    }
    this.changed();
  }

  togglePath(id: number, path: string): void {
    const paths = new Set(this.#open.get(id));
    if (!paths.delete(path)) paths.add(path);
    this.#open.set(id, paths);
    this.changed();
  }

  toggleLevel(level: LogLevel): void {
    const hidden = new Set(this.hidden.peek());
    if (!hidden.delete(level)) hidden.add(level);
    this.hidden.value = hidden;
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

  /** The rows that pass the filter, oldest first. */
  *rows(): Iterable<LogRow> {
    for (let i = 0; i < this.shown.length; i++) yield this.row(i);
  }

  changed(): void {
    this.layout.value = this.layout.peek() + 1;
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
