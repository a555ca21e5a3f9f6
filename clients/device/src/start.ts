import { installConsole } from "./capture/console.ts";
import { installErrors } from "./capture/errors.ts";
import { createLogFeed, droppedEntry } from "./capture/logFeed.ts";
import type { Entry } from "./capture/logFeed.ts";
import { join } from "./join.ts";
import type { Joined } from "./join.ts";
import { createPage } from "./page.ts";
import { onceParsed } from "./parsed.ts";
import type { Platform } from "./platform.ts";
import { installFlush } from "./transport/flush.ts";
import type { LinkKind } from "./transport/link.ts";
import { createOutbox } from "./transport/outbox.ts";
import { createTabStore } from "./transport/tabStore.ts";

export interface StartOptions {
  /** This script's own address: its folder is where the relay is. */
  script: string;
  /** What the page was built as; `reload` with the same build does nothing. */
  build?: string | undefined;
  /** The page is served elsewhere: how its links get their credential, and who is told that the relay doesn't want it. */
  elsewhere?: { link(kind: LinkKind): LinkKind; refused(): void } | undefined;
}

export interface Started {
  /** Takes everything away again. */
  stop(): void;
  /** Records an entry of somebody else's, as one of this page. */
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

  const stop = () => undo.splice(0).forEach((run) => run());
  const undo = [
    installConsole({ console: platform.console, now: platform.now, record: log, ours: script }),
    installErrors(platform, log, script),
    // An open socket would keep a page that goes out of the back/forward cache.
    installFlush(platform, `${base}ingest`, outbox, store, (kept) => joined?.connection.sleep(!kept)),
  ];
  undo.push(onceParsed(platform, () => {
    store.take();
    joined = join(platform, page, outbox, base, options, store.adopt, () => {
      stop();
      elsewhere?.refused();
    });
    undo.push(joined.uninstall);
  }));
  return { stop, record: log };
}
