import { apply, getterOf, read } from "./capture/intrinsics.ts";

/**
 * A Storage by the browser's own methods: a page that wraps them (and logs what is stored, say) doesn't meet us. Nothing throws: where the page
 * may have none (a sandboxed frame, a web view, a visitor who blocks site data), or where it fails, there is nothing in it.
 */
export interface Store {
  getItem(key: string): string | null;
  /** False where it could not be kept. */
  setItem(key: string, value: string): boolean;
  removeItem(key: string): void;
  keys(): string[];
}

/** Looks for the storage at its first use. */
export function storeOf(win: Window & typeof globalThis, name: "sessionStorage" | "localStorage"): Store {
  const { getItem, setItem, removeItem, key: keyAt } = win.Storage.prototype;
  const length = getterOf(win.Storage.prototype, "length");
  const getter = getterOf(win, name);
  let storage: Storage | undefined;
  const found = () => (storage ??= read(getter, win) ?? win[name]);
  return {
    getItem: (key) => attempt(() => apply(getItem, found(), [key]), null),
    setItem: (key, value) => attempt(() => (apply(setItem, found(), [key, value]), true), false),
    removeItem: (key) => attempt(() => apply(removeItem, found(), [key]), undefined),
    keys: () => attempt(() => Array.from({ length: read(length, found()) }, (_, i) => apply(keyAt, storage, [i]) as string), []),
  };
}

function attempt<T>(run: () => T, otherwise: T): T {
  try {
    return run();
  } catch {
    return otherwise;
  }
}
