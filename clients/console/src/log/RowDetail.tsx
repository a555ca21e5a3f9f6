import type { Preview } from "@bridge/protocol";
import { isOpenable } from "../preview/children.ts";
import { PreviewTree } from "../preview/PreviewTree.tsx";
import { StackView } from "../preview/StackView.tsx";
import { tableData } from "../preview/tableData.ts";
import { TableView } from "../preview/TableView.tsx";
import type { LogRow } from "./logRow.ts";

interface Props { row: LogRow; open: ReadonlySet<string>; onToggle: (path: string) => void }

/** What stands below an open row's line: its values' parts, a table, the stack. */
export function RowDetail({ row, open, onToggle }: Props) {
  const table = row.kind === "entry" && row.entry.method === "table" ? tableData(row.entry.args[0]) : null;
  if (table) return <TableView table={table} />;
  const values = valuesOf(row);
  const stack = row.kind === "entry" && !values.some(value => value.stack) ? row.entry.stack : undefined;
  return (
    <>
      {values.map((value, i) => isOpenable(value) && (value.type !== "string" || row.kind === "outcome")
        && <PreviewTree key={i} preview={value} path={String(i)} open={open} onToggle={onToggle} />)}
      {stack && <StackView stack={stack} />}
    </>
  );
}

function valuesOf(row: LogRow): Preview[] {
  if (row.kind === "entry") return row.entry.args;
  if (row.kind === "outcome") return [row.reply?.value, row.reply?.error].filter((value): value is Preview => !!value);
  return [];
}
