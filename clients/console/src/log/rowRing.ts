/** The newest `capacity` items, numbered on. Adding is O(1); what falls out at the old end is handed back. */
export class RowRing<T extends { id: number }> {
  readonly #slots: (T | undefined)[] = [];
  #first = 0;
  #end = 0;

  constructor(readonly capacity: number) {}

  /** The id of the oldest item that is held. */
  get first(): number { return this.#first; }
  /** The id that the next item gets. */
  get end(): number { return this.#end; }
  get size(): number { return this.#end - this.#first; }

  /** Adds an item whose id is `end`; returns the one that had to go. */
  push(item: T): T | undefined {
    const slot = this.#end % this.capacity;
    let gone: T | undefined;
    if (this.size === this.capacity) {
      gone = this.#slots[slot];
      this.#first += 1;
    }
    this.#slots[slot] = item;
    this.#end += 1;
    return gone;
  }

  get(id: number): T | undefined {
    return id >= this.#first && id < this.#end ? this.#slots[id % this.capacity] : undefined;
  }

  last(): T | undefined {
    return this.get(this.#end - 1);
  }

  /** Forgets all items; ids go on from where they were. */
  clear(): void {
    this.#slots.length = 0;
    this.#first = this.#end;
  }
}
