/** Small things that the console remembers in this browser. Storage may be full or forbidden: then they last as long as the tab. */
export class Preferences {
  readonly #unsaved = new Map<string, string>();

  constructor(private readonly storage: Storage | null) {}

  get(key: string): string | null {
    try {
      return this.#unsaved.get(key) ?? this.storage?.getItem(`bridge.${key}`) ?? null;
    } catch {
      return null; // storage is forbidden by the browser's settings
    }
  }

  set(key: string, value: string): void {
    try {
      if (this.storage) return this.storage.setItem(`bridge.${key}`, value);
    } catch {
      // full or forbidden: kept for this tab
    }
    this.#unsaved.set(key, value);
  }
}
