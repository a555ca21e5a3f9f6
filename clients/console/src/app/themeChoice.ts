import { signal, type ReadonlySignal } from "@preact/signals";
import type { Preferences } from "./preferences.ts";

export type Theme = "dark" | "light";

/** Dark or light: the system's choice until a person makes another. Written to the document as `data-theme`. */
export class ThemeChoice {
  readonly #theme = signal<Theme>("dark");
  readonly #system: MediaQueryList;

  constructor(private readonly preferences: Preferences, private readonly document: Document) {
    this.#system = (document.defaultView as Window).matchMedia("(prefers-color-scheme: light)");
    this.#system.addEventListener("change", this.#apply);
    this.#apply();
  }

  get current(): ReadonlySignal<Theme> { return this.#theme; }

  /** The other one. Choosing what the system has anyway means following the system again. */
  switch = (): void => {
    const next = this.#theme.peek() === "dark" ? "light" : "dark";
    this.preferences.set("theme", next === this.#ofSystem() ? "" : next);
    this.#apply();
  };

  #ofSystem(): Theme {
    return this.#system.matches ? "light" : "dark";
  }

  #apply = (): void => {
    const chosen = this.preferences.get("theme");
    this.#theme.value = chosen === "dark" || chosen === "light" ? chosen : this.#ofSystem();
    this.document.documentElement.dataset.theme = this.#theme.value;
  };
}
