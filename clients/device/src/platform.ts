import { apply, getterOf, read } from "./capture/intrinsics.ts";
import { storeOf } from "./store.ts";
import type { Store } from "./store.ts";

/**
 * What the script needs of the browser, taken while it starts: a page that later replaces `setTimeout` (zone.js),
 * `fetch` or `JSON` neither sees our calls nor breaks them. Tests pass their own.
 */
export interface Platform {
  readonly win: Window & typeof globalThis;
  readonly doc: Document;
  readonly console: Console;
  /** Milliseconds since the page's time origin: the clock of `event.timeStamp`. */
  now(): number;
  /** The page's time origin, milliseconds since 1970. */
  readonly origin: number;
  setTimeout(run: () => void, ms: number): number;
  clearTimeout(timer: number): void;
  /** Runs after the current task; unlike a timer it isn't slowed down in nested calls. */
  soon(run: () => void): void;
  frame(run: () => void): void;
  random(): number;
  /** Called like this, not by the name of eval, it sees globals only. */
  evaluate(source: string): any;
  fetch: typeof fetch;
  WebSocket: typeof WebSocket;
  /** The document's title, also where an image named "title" hides it. */
  title(): string;
  /** The tab's. A page's first look at it waits for the browser's process: not while it loads. */
  readonly storage: Store;
  /** What the origin's tabs share, in the same way. */
  readonly shared: Store;
}

export function takePlatform(win: Window & typeof globalThis): Platform {
  const { performance, document: doc, setTimeout, clearTimeout, requestAnimationFrame, fetch } = win;
  const titleOf = getterOf(win.Document.prototype, "title");
  const channel = new win.MessageChannel();
  const due: (() => void)[] = [];
  channel.port1.onmessage = () => due.shift()?.();
  return {
    win,
    doc,
    console: win.console,
    now: performance.now.bind(performance),
    origin: performance.timeOrigin,
    setTimeout: setTimeout.bind(win) as Platform["setTimeout"],
    clearTimeout: clearTimeout.bind(win),
    soon: (run) => {
      due.push(run);
      channel.port2.postMessage(0);
    },
    frame: requestAnimationFrame.bind(win),
    random: win.Math.random,
    evaluate: win.eval,
    fetch: fetch.bind(win),
    WebSocket: win.WebSocket,
    title: () => read(titleOf, doc),
    storage: storeOf(win, "sessionStorage"),
    shared: storeOf(win, "localStorage"),
  };
}

// Taken at once: a page's own (zone.js, for one) would have the page's framework woken by our events.
const { addEventListener, removeEventListener } = EventTarget.prototype;

/** Registers a listener, returns what takes it away. */
export function listen(target: EventTarget, type: string, run: (event: any) => void, capture = false): () => void {
  apply(addEventListener, target, [type, run, capture]);
  return () => apply(removeEventListener, target, [type, run, capture]);
}
