import { signal, type ReadonlySignal } from "@preact/signals";
import type { DeviceState, RoomPresence } from "@bridge/protocol";

/** The devices of the room, in the order in which they came and those that are gone last, as the relay's retained states tell. */
export class DeviceStore {
  readonly #devices = signal<readonly DeviceState[]>([]);
  readonly #consoles = signal(1);
  readonly #selected = signal<ReadonlySet<string>>(new Set());
  /** Removed while this console was open: the log still has what they said. */
  readonly #former = new Map<string, DeviceState>();

  get all(): ReadonlySignal<readonly DeviceState[]> { return this.#devices; }
  /** How many consoles watch the room, this one included. */
  get consoles(): ReadonlySignal<number> { return this.#consoles; }
  /** What the log shows and commands go to; empty means every device. */
  get selected(): ReadonlySignal<ReadonlySet<string>> { return this.#selected; }

  get(device: string): DeviceState | undefined {
    return this.#devices.peek().find(known => known.device === device);
  }

  /** A device as it was last known, also where it was removed since. */
  remembered(device: string): DeviceState | undefined {
    return this.get(device) ?? this.#former.get(device);
  }

  label(device: string): string {
    return this.remembered(device)?.label ?? device;
  }

  /** Takes a device's state; null means that it was removed. */
  set(device: string, state: DeviceState | null): void {
    const others = this.#devices.peek();
    const index = others.findIndex(known => known.device === device);
    if (state === null) {
      if (index < 0) return;
      this.#former.set(device, others[index] as DeviceState);
      this.#devices.value = others.filter(known => known.device !== device);
      this.select([...this.#selected.peek()].filter(selected => selected !== device));
    } else {
      const all = index < 0 ? [...others, state] : others.map((known, i) => (i === index ? state : known));
      this.#devices.value = [...all.filter(known => known.presence !== "offline"), ...all.filter(known => known.presence === "offline")];
    }
  }

  presence(presence: RoomPresence): void {
    this.#consoles.value = presence.consoles;
  }

  select(devices: Iterable<string>): void {
    this.#selected.value = new Set(devices);
  }

  /** One device alone; once more for all again. With `add`, in or out of the selection. */
  toggle(device: string, add = false): void {
    const selected = this.#selected.peek();
    if (!add) return this.select(selected.size === 1 && selected.has(device) ? [] : [device]);
    const next = new Set(selected);
    if (!next.delete(device)) next.add(device);
    this.select(next.size === this.#devices.peek().length ? [] : next);
  }

  clear(): void {
    this.#devices.value = [];
    this.#former.clear();
    this.select([]);
  }
}
