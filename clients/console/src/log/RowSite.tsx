import type { CallSite } from "@bridge/protocol";
import { shortLocation } from "../preview/stackFrames.ts";

/** Where the page's code made the call. */
export function RowSite({ site }: { site: CallSite }) {
  const full = `${site.url}:${site.line}:${site.column}`;
  return <span class="row-site" title={site.function ? `${site.function} — ${full}` : full}>{shortLocation(`${site.url}:${site.line}`)}</span>;
}
