import { Component } from "preact";
import { Icon, type IconName } from "../app/Icon.tsx";
import { ColorDot } from "../devices/ColorDot.tsx";
import type { LogRow } from "./logRow.ts";
import { rowOpens } from "./openable.ts";
import { RowDetail } from "./RowDetail.tsx";
import { RowMessage } from "./RowMessage.tsx";
import { RowSite } from "./RowSite.tsx";
import { timeText } from "./timeText.ts";

export interface RowProps {
  row: LogRow;
  /** The row's counter as it was when the list was drawn: rows are changed in place when they repeat. */
  repeat: number;
  /** Strings, not the device's state: that changes with every round trip. */
  label: string | undefined;
  color: string;
  page: string;
  /** For a group: whether what is in it is hidden. */
  folded: boolean | undefined;
  current: boolean;
  /** The open paths, or undefined for a closed row. */
  open: ReadonlySet<string> | undefined;
  onToggle: (id: number) => void;
  onTogglePath: (id: number, path: string) => void;
  onCurrent: (id: number) => void;
  onCopy: (id: number) => void;
  onReread: () => void;
}

/** One row of the log. Drawn again only when one of its props is another: most of a frame's rows are not. */
export class LogRowView extends Component<RowProps> {
  override shouldComponentUpdate(next: RowProps): boolean {
    return (Object.keys(next) as (keyof RowProps)[]).some(key => next[key] !== this.props[key]);
  }

  override render({ row, repeat, label, color, folded, page, current, open, onToggle, onTogglePath, onCurrent, onCopy, onReread }: RowProps) {
    const opens = folded !== undefined || rowOpens(row);
    const isOpen = folded === undefined ? open !== undefined : !folded;
    const click = () => {
      onCurrent(row.id);
      if (opens && getSelection()?.isCollapsed !== false) onToggle(row.id);
    };
    return (
      <div class={`row ${row.kind} ${tone(row)}${open ? " open" : ""}${isOpen ? " unfolded" : ""}${current ? " current" : ""}${opens ? " opens" : ""}`} data-row={row.id} onClick={click}>
        <span class="row-icon"><Icon name={icon(row)} /></span>
        <time class="row-time">{timeText(row.time)}</time>
        <span class="row-device" title={label}>{label !== undefined && <><ColorDot color={color} /><span class="row-label">{label}</span></>}</span>
        <span class="row-caret">
          {opens && (
            <button type="button" tabIndex={-1} aria-expanded={isOpen} aria-label={isOpen ? "Close entry" : "Open entry"} onClick={event => { event.stopPropagation(); onCurrent(row.id); onToggle(row.id); }}>
              <Icon name="caret" />
            </button>
          )}
        </span>
        <div class="row-body">
          <RowMessage row={row} page={page} open={open !== undefined} repeat={repeat} />
          {open && <RowDetail row={row} open={open} onToggle={path => onTogglePath(row.id, path)} />}
          <button type="button" class="row-copy" tabIndex={-1} aria-label="Copy entry" title="Copy (c)" onClick={event => { event.stopPropagation(); onCopy(row.id); }}><Icon name="copy" /></button>
        </div>
        {row.kind === "entry" && row.entry.site && <RowSite site={row.entry.site} />}
        {row.kind === "loss" && row.how === "skipped" && row.feed === "log" && <button type="button" class="row-site reread" title="Show the room again from the journal, which has them" onClick={event => { event.stopPropagation(); onReread(); }}>Read them from the journal</button>}
        {row.kind === "outcome" && row.reply?.ms !== undefined && <span class="row-site">{row.reply.ms < 10 ? row.reply.ms.toFixed(1) : Math.round(row.reply.ms)} ms</span>}
      </div>
    );
  }
}

function icon(row: LogRow): IconName {
  switch (row.kind) {
    case "entry": return row.entry.level === "log" ? "log" : row.entry.level;
    case "loss": return "warn";
    case "input": return "input";
    case "outcome": return failed(row) ? "error" : "output";
    case "note": return row.level === "warn" ? "warn" : "info";
    case "page": return "log";
  }
}

function tone(row: LogRow): string {
  if (row.kind === "entry") return row.entry.level;
  if (row.kind === "loss" || row.kind === "note") return "warn";
  return row.kind === "outcome" && failed(row) ? "error" : "log";
}

function failed(row: LogRow & { kind: "outcome" }): boolean {
  return !!row.failure || row.reply?.ok === false;
}
