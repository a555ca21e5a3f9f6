import type { Preview } from "@bridge/protocol";
import { tokens } from "./tokens.ts";

/** A value on one line, coloured by type. Text nodes only. */
export function PreviewInline({ preview, top = false, breaks = false }: { preview: Preview; top?: boolean; breaks?: boolean }) {
  return <>{tokens(preview, top).map((token, i) => <span key={i} class={`t-${token.kind}`}>{breaks ? token.text : token.text.replace(/\r?\n/g, " ↵ ")}</span>)}</>;
}
