import { effect, signal, type ReadonlySignal } from "@preact/signals";
import type { DeviceStore } from "../devices/deviceStore.ts";
import type { ConsoleSource, Scheme, Ticket } from "../source/consoleSource.ts";

/** A new ticket is fetched this long before the old one ends: a phone needs some seconds from scan to page. */
const SPARE_MS = 5_000;
const RETRY_MS = 5_000;

/** A ticket that is always good while somebody looks at it: renewed before it expires, and when a device has used it. */
export class Invitation {
  readonly scheme = signal<Scheme>("https");
  readonly #ticket = signal<Ticket | null>(null);
  readonly #error = signal("");
  /** The label of the device that paired last, while the invitation was shown. */
  readonly #joined = signal("");
  #watchers = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stop: (() => void) | null = null;
  #asked = 0;

  constructor(private readonly source: ConsoleSource, private readonly room: ReadonlySignal<string>, private readonly devices: DeviceStore) {}

  get ticket(): ReadonlySignal<Ticket | null> { return this.#ticket; }
  get error(): ReadonlySignal<string> { return this.#error; }
  get joined(): ReadonlySignal<string> { return this.#joined; }

  /** Somebody looks; returns what to call when they no longer do. */
  watch(): () => void {
    if (this.#watchers++ === 0) this.#start();
    return () => {
      if (--this.#watchers === 0) this.#end();
    };
  }

  choose(scheme: Scheme): void {
    this.scheme.value = scheme;
  }

  #start(): void {
    let known = new Set(this.devices.all.peek().map(device => device.device));
    this.#joined.value = "";
    const stopDevices = effect(() => {
      const all = this.devices.all.value;
      const fresh = all.find(device => !known.has(device.device));
      known = new Set(all.map(device => device.device));
      if (!fresh) return;
      this.#joined.value = fresh.label;
      void this.#renew();
    });
    const stopScheme = effect(() => {
      this.scheme.value;
      this.room.value;
      void this.#renew();
    });
    this.#stop = () => {
      stopDevices();
      stopScheme();
    };
  }

  #end(): void {
    this.#stop?.();
    this.#stop = null;
    this.#asked += 1;
    clearTimeout(this.#timer);
    this.#ticket.value = null;
  }

  async #renew(): Promise<void> {
    const mine = ++this.#asked;
    clearTimeout(this.#timer);
    let wait = RETRY_MS;
    try {
      const ticket = await this.source.ticket(this.room.peek(), this.scheme.peek());
      if (mine !== this.#asked) return;
      this.#ticket.value = ticket;
      this.#error.value = "";
      wait = Math.max(1_000, Date.parse(ticket.expiresAt) - Date.now() - SPARE_MS);
    } catch (error) {
      if (mine !== this.#asked) return;
      this.#ticket.value = null;
      this.#error.value = (error as Error).message;
    }
    this.#timer = setTimeout(() => void this.#renew(), wait);
  }
}
