import type { Preview } from "@bridge/protocol";
import { isOpenable } from "../preview/children.ts";
import type { LogRow } from "./logRow.ts";

/** A line longer than this is probably cut at the edge; opening wraps it. */
const LONG = 90;

/** Whether opening a row shows more than its line does. */
export function rowOpens(row: LogRow): boolean {
  switch (row.kind) {
    case "entry": return !!row.entry.stack || row.entry.args.some(opens) || lengthOf(row.entry.args) > LONG;
    case "outcome": return [row.reply?.value, row.reply?.error].some(value => value !== undefined && value !== null && opens(value));
    case "input": return row.code.includes("\n") || row.code.length > LONG;
    default: return false;
  }
}

function opens(preview: Preview): boolean {
  return isOpenable(preview) || (preview.type === "string" && String(preview.value ?? "").length > LONG);
}

function lengthOf(args: readonly Preview[]): number {
  return args.reduce((sum, arg) => sum + String(arg.value ?? arg.text ?? arg.message ?? "").length, 0);
}
