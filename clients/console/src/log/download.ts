import type { ConsoleApp } from "../app/consoleApp.ts";
import { exportRow, toCsv, toNdjson } from "./export.ts";

/** Hands what the filter shows to the browser as a file. */
export function exportRows(app: ConsoleApp, format: "ndjson" | "csv"): void {
  const rows = [...app.view.rows()].map(row => exportRow(row, device => app.devices.label(device)));
  const text = format === "csv" ? toCsv(rows) : toNdjson(rows);
  const url = URL.createObjectURL(new Blob([text], { type: format === "csv" ? "text/csv" : "application/x-ndjson" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${app.room.peek()}-${new Date().toISOString().slice(0, 19).replace(/[:T]/g, "-")}.${format}`;
  link.click();
  URL.revokeObjectURL(url);
  app.toasts.show(`${rows.length.toLocaleString("en")} ${rows.length === 1 ? "row" : "rows"} exported as ${format === "csv" ? "CSV" : "NDJSON"}.`);
}
