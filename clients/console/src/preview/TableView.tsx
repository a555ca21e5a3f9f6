import { PreviewInline } from "./PreviewInline.tsx";
import type { TableData } from "./tableData.ts";

export function TableView({ table }: { table: TableData }) {
  return (
    <div class="table-wrap">
      <table class="table">
        <thead><tr><th scope="col">(index)</th>{table.columns.map(column => <th key={column} scope="col">{column}</th>)}</tr></thead>
        <tbody>
          {table.rows.map(row => (
            <tr key={row.index}><th scope="row">{row.index}</th>{row.cells.map((cell, i) => <td key={i}>{cell && <PreviewInline preview={cell} />}</td>)}</tr>
          ))}
        </tbody>
      </table>
      {table.more > 0 && <p class="tree-more">{table.more.toLocaleString("en")} more rows on the device</p>}
    </div>
  );
}
