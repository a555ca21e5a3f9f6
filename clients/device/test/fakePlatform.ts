import type { Platform } from "../src/platform.ts";
import type { Store } from "../src/store.ts";

/** A platform whose time stands still until a test moves it. */
export class FakePlatform implements Platform {
  time = 1000;
  readonly origin = 1_700_000_000_000;
  readonly doc: any = Object.assign(new EventTarget(), { visibilityState: "visible", readyState: "complete" });
  readonly win: any = Object.assign(new EventTarget(), { document: this.doc, isSecureContext: true, crypto: globalThis.crypto });
  readonly console = console;
  /** The tab's storage, and the origin's. */
  readonly stored = new Map<string, string>();
  readonly sharedItems = new Map<string, string>();
  /** How long a write takes, and how many there were. */
  writeTakes = 0;
  writes = 0;
  readonly storage = this.#store(this.stored);
  readonly shared = this.#store(this.sharedItems);
  title = () => "";
  /** What Math.random gives. */
  chance = 0.5;
  readonly requests: { url: string; init: any }[] = [];
  answer: (url: string, init: any) => Promise<any> = () => new Promise(() => {});
  WebSocket: any = class {};
  #timers: { at: number; id: number; run: () => void }[] = [];
  #id = 0;

  now = () => this.time;
  random = () => this.chance;
  evaluate = eval;
  setTimeout = (run: () => void, ms: number) => {
    this.#timers.push({ at: this.time + ms, id: ++this.#id, run });
    return this.#id;
  };
  clearTimeout = (id: number) => void (this.#timers = this.#timers.filter((timer) => timer.id !== id));
  soon = (run: () => void) => void this.setTimeout(run, 0);
  frame = (run: () => void) => void this.setTimeout(run, 16);
  fetch: any = (url: string, init: any) => {
    this.requests.push({ url, init });
    return this.answer(url, init);
  };

  /** Moves the clock, running what falls due in order, promises included. */
  async pass(ms: number) {
    const end = this.time + ms;
    for (;;) {
      for (let i = 0; i < 5; i++) await Promise.resolve();
      const next = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at || a.id - b.id)[0];
      if (!next) break;
      this.clearTimeout(next.id);
      this.time = Math.max(this.time, next.at);
      next.run();
    }
    this.time = end;
  }

  #store(items: Map<string, string>): Store {
    return {
      getItem: (key) => items.get(key) ?? null,
      setItem: (key, value) => {
        items.set(key, value);
        this.time += this.writeTakes;
        this.writes++;
        return true;
      },
      removeItem: (key) => void items.delete(key),
      keys: () => [...items.keys()],
    };
  }
}
