import type { Platform } from "../platform.ts";
import { listen } from "../platform.ts";
import type { Outbox } from "./outbox.ts";
import type { TabStore } from "./tabStore.ts";

/** Browsers allow 64 KiB of keepalive bodies; a character may be three bytes. What is beyond waits for the tab's next page. */
const MOST_BYTES = 60_000;

const utf8 = new TextEncoder();

/** A page that goes or freezes sends what is not acknowledged by a request that outlives it. `leave` is told whether a page that goes may come back as it is. */
export function installFlush(platform: Platform, url: string, outbox: Outbox, store: TabStore, leave: (kept: boolean) => void): () => void {
  const { win, doc, fetch } = platform;
  const flush = () => {
    store.save();
    let body = outbox.unacknowledged(MOST_BYTES);
    if (!body) return; // the usual case, and a reload waits for the page to go
    if (utf8.encode(body).length > MOST_BYTES) body = outbox.unacknowledged(MOST_BYTES / 3);
    fetch(url, { method: "POST", keepalive: true, body, headers: { "Content-Type": "application/json" } }).catch(() => {
      // The relay is away: the tab's store has it.
    });
  };
  const unlisten = [
    listen(doc, "freeze", flush),
    // The last that a page on a phone may hear.
    listen(doc, "visibilitychange", () => doc.visibilityState === "hidden" && store.save()),
    listen(win, "pagehide", (event) => {
      flush();
      leave(event.persisted);
    }),
  ];
  return () => unlisten.forEach((run) => run());
}
