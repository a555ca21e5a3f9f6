import { apply, getterOf, read } from "./capture/intrinsics.ts";

/** A Storage by the browser's own methods: a page that wraps them (and logs what is stored, say) doesn't meet us. */
export interface Store {
  getItem(key: string): string | null;
  /** Throws where the storage is full. */
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
  keys(): string[];
}

/** Looks for the storage at its first use; null where the page may not have one: a sandboxed frame, or a visitor who blocks site data. */
export function storeOf(win: Window & typeof globalThis, name: "sessionStorage" | "localStorage"): () => Store | null {
  const { getItem, setItem, removeItem, key } = win.Storage.prototype;
  const length = getterOf(win.Storage.prototype, "length");
  const getter = getterOf(win, name);
  let store: Store | undefined;
  return () => {
    try {
      if (store) return store;
      const storage = read(getter, win) ?? win[name];
      return (store = {
        getItem: (at) => apply(getItem, storage, [at]),
        setItem: (at, value) => apply(setItem, storage, [at, value]),
        removeItem: (at) => apply(removeItem, storage, [at]),
        keys: () => Array.from({ length: read(length, storage) }, (_, i) => apply(key, storage, [i]) as string),
      });
    } catch {
      return null;
    }
  };
}
