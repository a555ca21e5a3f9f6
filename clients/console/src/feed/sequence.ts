/** Tells which items of a batch are new: after a reconnect, and with QoS 1, the same batch may come again. */
export class Sequence {
  /** Streams remembered; the one that was first heard of longest ago is forgotten first. */
  static readonly CAPACITY = 10_000;

  readonly #next = new Map<string, number>();

  /** How many of the `count` items from `seq` on are known already, and how many are missing before them. */
  take(stream: string, seq: number, count: number): { known: number; missing: number } {
    const next = this.#next.get(stream);
    this.#next.set(stream, Math.max(next ?? 0, seq + count));
    if (this.#next.size > Sequence.CAPACITY) this.#next.delete(this.#next.keys().next().value as string);
    if (next === undefined) return { known: 0, missing: 0 };
    return { known: Math.min(count, Math.max(0, next - seq)), missing: Math.max(0, seq - next) };
  }

  clear(): void {
    this.#next.clear();
  }
}
