import { signal, type ReadonlySignal } from "@preact/signals";

export interface Toast { id: number; text: string; tone: "good" | "bad" }

const SHOWN_MS = 4_000;
const MOST = 3;

/** Short confirmations at the foot of the log; the newest three, each for some seconds. */
export class Toasts {
  readonly #list = signal<readonly Toast[]>([]);
  #next = 0;

  get list(): ReadonlySignal<readonly Toast[]> { return this.#list; }

  show(text: string, tone: Toast["tone"] = "good"): void {
    const toast = { id: this.#next++, text, tone };
    this.#list.value = [...this.#list.peek().slice(1 - MOST), toast];
    setTimeout(() => { this.#list.value = this.#list.peek().filter(known => known !== toast); }, SHOWN_MS);
  }
}
