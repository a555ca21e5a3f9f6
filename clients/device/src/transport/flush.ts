import type { Platform } from "../platform.ts";
import { listen } from "../platform.ts";
import type { Connection } from "./connection.ts";
import type { Outbox } from "./outbox.ts";
import type { TabStore } from "./tabStore.ts";

/** Browsers allow 64 KiB of keepalive bodies; a character may be three bytes. What is beyond waits for the tab's next page. */
const MOST_BYTES = 60_000;

/** A page that goes or freezes sends what is not acknowledged by a request that outlives it. */
export function installFlush(platform: Platform, url: string, outbox: Outbox, store: TabStore, connection: Connection): () => void {
  const { win, doc, fetch } = platform;
  const flush = () => {
    store.save();
    let body = outbox.unacknowledged(MOST_BYTES);
    if (new Blob([body]).size > MOST_BYTES) body = outbox.unacknowledged(MOST_BYTES / 3);
    if (!body) return;
    fetch(url, { method: "POST", keepalive: true, body, headers: { "Content-Type": "application/json" } }).catch(() => {
      // The relay is away: the tab's store has it.
    });
  };
  const unlisten = [
    listen(doc, "freeze", flush),
    listen(win, "pagehide", (event) => {
      flush();
      // An open socket would keep the page out of the back/forward cache.
      connection.sleep(!event.persisted);
    }),
  ];
  return () => unlisten.forEach((run) => run());
}
