import type { Preview } from "@bridge/protocol";
import { PreviewInline } from "../preview/PreviewInline.tsx";
import { EntryIndent } from "./EntryIndent.tsx";
import { isGroup } from "./groupFold.ts";
import type { LogRow } from "./logRow.ts";
import { failureText, lossText } from "./rowText.ts";

/** What a row says on its line. */
export function RowMessage({ row, page, open, repeat }: { row: LogRow; page: string; open: boolean; repeat: number }) {
  switch (row.kind) {
    case "entry": return <EntryMessage row={row} open={open} repeat={repeat} />;
    case "page": return <div class="message divider"><span>{page}</span></div>;
    case "loss": return <div class="message">{lossText(row.count, row.how, row.feed)}</div>;
    case "note": return <div class="message">{row.text}</div>;
    case "input": return <div class="message"><span class="code">{open ? row.code : row.code.replace(/\s*\n\s*/g, " ↵ ")}</span> <span class="row-target">on {row.target}</span></div>;
    case "outcome": return <div class="message">{outcome(row.reply?.value, row.reply?.error, row.failure)}</div>;
  }
}

function EntryMessage({ row, open, repeat }: { row: LogRow & { kind: "entry" }; open: boolean; repeat: number }) {
  const { entry } = row;
  const tag = TAGS[entry.method];
  return (
    <div class={`message${isGroup(row) ? " group" : ""}`}>
      <EntryIndent depth={entry.depth ?? 0} />
      {repeat > 1 && <span class="repeat" aria-label={`${repeat} times`}>{repeat.toLocaleString("en")}</span>}
      {tag && <span class="tag">{tag}</span>}
      {open && entry.method === "table" ? <span class="t-faint">{rows(entry.args[0])}</span> : entry.args.map((arg, i) => <span key={i} class="arg">{i > 0 && " "}<PreviewInline preview={arg} top breaks={open} /></span>)}
      {entry.args.length === 0 && <span class="t-faint">{isGroup(row) ? "group" : entry.method === "trace" ? "" : "(nothing)"}</span>}
    </div>
  );
}

/** What stands beside an open table instead of the same values on a line. */
function rows(table: Preview | undefined): string {
  const count = table?.size ?? table?.items?.length ?? table?.entries?.length ?? 0;
  return `${count.toLocaleString("en")} ${count === 1 ? "row" : "rows"}`;
}

const TAGS: Record<string, string> = { uncaught: "uncaught", rejection: "rejected", assert: "assert", trace: "trace", table: "table" };

function outcome(value: Preview | undefined, error: Preview | undefined, failure: string | undefined) {
  if (failure) return <span class="t-error">{failureText(failure)}</span>;
  if (error) return <span class="t-error"><PreviewInline preview={error} /></span>;
  return value ? <PreviewInline preview={value} /> : <span class="t-faint">done</span>;
}
