import type { PageInfo } from "../feed/pages.ts";

/** A divider's words: `page loaded: title, url`, as far as they are known. */
export function pageText(info: PageInfo | undefined): string {
  const what = [info?.title, info?.url].filter(Boolean).join(", ");
  return what ? `page loaded: ${what}` : "page loaded";
}
