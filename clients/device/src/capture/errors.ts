import type { Platform } from "../platform.ts";
import { listen } from "../platform.ts";
import { firstFrame, siteJson } from "./callSite.ts";
import type { Entry } from "./logFeed.ts";
import { LOG_LIMITS, preview } from "./preview.ts";
import { stackOf } from "./stack.ts";

/** Records errors that nobody caught, and rejections that nobody handled; what the browser does with them stays as it is. */
export function installErrors({ win }: Pick<Platform, "win">, record: (entry: Entry) => void, ours: string): () => void {
  const note = (method: string, reason: unknown, site?: string | null) => {
    try {
      const stack = typeof reason === "object" && reason ? stackOf(reason) : "";
      const frame = site ? null : firstFrame(stack, ours);
      record({ level: "error", method, args: `[${preview(reason, LOG_LIMITS)}]`, site: site ?? (frame && siteJson(frame)), stack });
    } catch {
      // Ours to fail, not the page's to see.
    }
  };
  const unlisten = [
    listen(win, "error", (event) => {
      if (!(event instanceof ErrorEvent)) return; // a page's own event that bubbled up
      const { error, message, filename: url, lineno: line, colno: column } = event;
      // A script of another origin tells nothing but a message.
      note("uncaught", error ?? message, url ? siteJson({ url, line, column, function: "" }) : null);
    }),
    listen(win, "unhandledrejection", (event) => note("rejection", event.reason)),
  ];
  return () => unlisten.forEach((run) => run());
}
