import type { LogRow } from "./logRow.ts";
import { entryMessage, rowText } from "./rowText.ts";

const COLUMNS = ["time", "device", "label", "kind", "level", "method", "message", "repeat", "site", "stack"] as const;

/** A row as it is exported: flat, so that a spreadsheet and jq can both use it. */
export type ExportedRow = Partial<Record<(typeof COLUMNS)[number], string | number>> & { args?: unknown };

export function exportRow(row: LogRow, label: (device: string) => string): ExportedRow {
  const flat: ExportedRow = { time: new Date(row.time).toISOString(), device: row.device, label: row.device && label(row.device), kind: row.kind };
  if (row.kind !== "entry") return { ...flat, message: rowText(row) };
  const { entry } = row;
  return {
    ...flat, level: entry.level, method: entry.method, message: entryMessage(entry), repeat: row.repeat,
    ...(entry.site && { site: `${entry.site.url}:${entry.site.line}:${entry.site.column}` }),
    ...(entry.stack && { stack: entry.stack }),
    args: entry.args,
  };
}

/** One JSON object a line. */
export function toNdjson(rows: Iterable<ExportedRow>): string {
  let text = "";
  for (const row of rows) text += `${JSON.stringify(row)}\n`;
  return text;
}

/** RFC 4180, with a header line. */
export function toCsv(rows: Iterable<ExportedRow>): string {
  let text = `${COLUMNS.join(",")}\r\n`;
  for (const row of rows) text += `${COLUMNS.map(column => cell(row[column] ?? "")).join(",")}\r\n`;
  return text;
}

/**
 * A cell that starts like a formula would be run by a spreadsheet, and a page chooses what it logs: such a cell
 * gets an apostrophe in front, which spreadsheets take as "this is text".
 */
function cell(value: string | number): string {
  let text = String(value);
  if (typeof value === "string" && /^[=+\-@\t\r\n]/.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
