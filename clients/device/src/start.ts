import { installConsole } from "./capture/console.ts";
import { installErrors } from "./capture/errors.ts";
import { createLogFeed, droppedEntry } from "./capture/logFeed.ts";
import type { Entry } from "./capture/logFeed.ts";
import { join } from "./join.ts";
import type { Joined } from "./join.ts";
import { createPage } from "./page.ts";
import { onceParsed } from "./parsed.ts";
import type { Platform } from "./platform.ts";
import type { StartOptions } from "./startOptions.ts";
import { installFlush } from "./transport/flush.ts";
import { createOutbox } from "./transport/outbox.ts";
import { createTabStore } from "./transport/tabStore.ts";

export interface Started {
  /** Takes everything away again. */
  stop(): void;
  /** Records an entry of somebody else's, as one of this page, until `stop`. */
  record(entry: Entry): void;
}

/**
 * Puts the parts together. A page waits for this script, so it records at once and does no more: all
 * that asks another process (storage, sensors, the network) comes when the page is parsed (docs/decisions/0012).
 */
export function start(platform: Platform, options: StartOptions): Started {
  const { script, elsewhere } = options;
  const base = new URL(".", script).href;
  const page = createPage(platform);
  const outbox = createOutbox(platform, page, {
    added: (...item) => store.added(...item),
    acknowledged: () => store.acknowledged(),
    held: (now) => joined?.held(now),
  });
  const store = createTabStore(platform, page, outbox);
  const log = createLogFeed(outbox.numbered("log", (count) => droppedEntry(platform.now(), count)), platform.now);
  let joined: Joined | undefined;

  let record = log;
  const stop = () => {
    record = () => {}; // a frame may still hand us something
    undo.splice(0).forEach((run) => run());
  };
  const undo = [
    installConsole({ console: platform.console, now: platform.now, record: log, ours: script }),
    installErrors(platform, log, script),
    // An open socket would keep a page that goes out of the back/forward cache.
    installFlush(platform, `${base}ingest`, outbox, store, (kept) => joined?.connection.sleep(!kept)),
  ];
  undo.push(onceParsed(platform, () => {
    try {
      store.take();
      joined = join(platform, page, outbox, base, options, store.adopt, () => {
        stop();
        elsewhere?.refused();
      });
      undo.push(joined.uninstall);
    } catch {
      stop(); // as where even the start fails (main.ts)
    }
  }));
  return { stop, record: (entry) => record(entry) };
}
