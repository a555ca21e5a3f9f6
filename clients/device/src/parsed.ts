import type { Platform } from "./platform.ts";
import { listen } from "./platform.ts";

/** A page that takes longer to load is not waited for. */
const LATEST = 100;

/** Runs once the page is parsed and has had its own say about that. Returns what calls it off. */
export function onceParsed({ doc, soon, setTimeout, clearTimeout }: Platform, run: () => void): () => void {
  let over = false;
  const once = () => {
    if (over) return;
    end();
    run();
  };
  const timer = setTimeout(once, LATEST);
  const unlisten = listen(doc, "DOMContentLoaded", () => soon(once));
  const end = () => {
    over = true;
    clearTimeout(timer);
    unlisten();
  };
  if (doc.readyState !== "loading") once();
  return end;
}
