import type { Preview } from "@bridge/protocol";
import { children } from "./children.ts";

export interface TableData { columns: string[]; rows: { index: string; cells: (Preview | undefined)[] }[]; more: number }

/** The name of the column for rows that are plain values, as in browsers' own tables. */
const VALUE = "value";

/** `console.table`'s argument as rows and columns; null where it isn't something with rows. The device has capped both. */
export function tableData(preview: Preview | undefined): TableData | null {
  if (!preview || (!preview.items && !preview.entries)) return null;
  const { list, more } = children(preview);
  const columns: string[] = [];
  const parts = list.map(({ key, value }, i) => {
    const found = new Map<string, Preview>();
    const inner = children(value).list;
    if (inner.length === 0) found.set(VALUE, value);
    for (const [at, part] of inner.entries()) found.set(part.key || String(at), part.value);
    for (const column of found.keys()) if (!columns.includes(column)) columns.push(column);
    return { index: key || String(i), found };
  });
  return { columns, rows: parts.map(({ index, found }) => ({ index, cells: columns.map(column => found.get(column)) })), more };
}
