import type { LogRow } from "./logRow.ts";
import type { RowTest } from "./rowFilter.ts";

export function isGroup(row: LogRow): boolean {
  return row.kind === "entry" && (row.entry.method === "group" || row.entry.method === "groupCollapsed");
}

/**
 * A test that hides what stands in a folded group. It must see every row once and in order: a row belongs to a group by the page's
 * depth at that time. What was not logged but went wrong is never hidden.
 */
export function groupFold(isFolded: (row: LogRow) => boolean): RowTest {
  const folded = new Map<string, number>();
  return row => {
    if (row.kind !== "entry" || row.entry.method === "uncaught" || row.entry.method === "rejection") return true;
    const depth = row.entry.depth ?? 0;
    const around = folded.get(row.page);
    if (around !== undefined && depth > around) return false;
    if (around !== undefined) folded.delete(row.page);
    if (isGroup(row) && isFolded(row)) folded.set(row.page, depth);
    return true;
  };
}
