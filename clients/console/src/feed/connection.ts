import { batch, signal, type ReadonlySignal } from "@preact/signals";
import { UnauthorisedError, type ConsoleSource, type ConsoleTransport, type RelayInfo } from "../source/consoleSource.ts";
import type { Frame } from "../source/frames.ts";
import { backoff } from "./backoff.ts";

export type ConnectionState =
  | { kind: "connecting" }
  | { kind: "catching-up" }
  | { kind: "live" }
  | { kind: "lost"; attempt: number; retryAt: number }
  | { kind: "unauthorised" };

/** How often a signed-out tab asks whether it is signed in by now. Milliseconds. */
const SIGNED_OUT_WAIT = 3_000;

/** Keeps one room streaming: asks who the relay is, watches, and after a loss comes back by itself from where it was. */
export class Connection {
  readonly #state = signal<ConnectionState>({ kind: "connecting" });
  readonly #info = signal<RelayInfo | null>(null);
  readonly #transport = signal<ConsoleTransport>("ws");
  readonly #rooms = signal<readonly string[]>([]);
  #room = "";
  #since: string | null = null;
  #attempt = 0;
  #stop: (() => void) | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts up with each try, so that what belongs to an earlier one is known. */
  #try = 0;
  /** Whether this try has brought anything yet. */
  #heard = false;

  /**
   * `missing` is called instead of watching a room that this relay doesn't have; `again` when a history that could not be read now can:
   * what it has belongs before what is shown, so the room is to be shown from its beginning.
   */
  constructor(
    private readonly source: ConsoleSource, private readonly deliver: (frame: Frame) => void, private readonly missing: (room: string) => void,
    private readonly again: (room: string) => void,
  ) {}

  get state(): ReadonlySignal<ConnectionState> { return this.#state; }
  /** How the stream comes, as of the last connect. */
  get transport(): ReadonlySignal<ConsoleTransport> { return this.#transport; }
  /** The relay's rooms, as of the last connect. */
  get rooms(): ReadonlySignal<readonly string[]> { return this.#rooms; }
  get info(): ReadonlySignal<RelayInfo | null> { return this.#info; }

  /** Starts with a room, from the beginning of its history. */
  open(room: string): void {
    this.#end();
    this.#room = room;
    this.#since = null;
    this.#attempt = 0;
    void this.#connect();
  }

  /** Tries at once instead of waiting for the timer. */
  retry = (): void => {
    const { kind } = this.#state.peek();
    if (kind === "lost" || kind === "unauthorised") void this.#connect();
  };

  #end(): void {
    this.#try += 1;
    clearTimeout(this.#timer);
    this.#stop?.();
    this.#stop = null;
  }

  async #connect(): Promise<void> {
    this.#end();
    const mine = this.#try;
    if (this.#attempt === 0) this.#state.value = { kind: "connecting" };
    try {
      // Plain HTTP first: a refused WebSocket doesn't tell a script why it was refused.
      const [info, rooms] = await Promise.all([this.source.info(), this.source.rooms()]);
      if (mine !== this.#try) return;
      this.#info.value = info;
      this.#rooms.value = rooms;
      if (!rooms.includes(this.#room)) return this.missing(this.#room);
    } catch (error) {
      if (mine === this.#try) this.#lost(error);
      return;
    }
    this.#heard = false;
    this.#stop = this.source.watch(this.#room, this.#since, {
      up: transport => { if (mine === this.#try) this.#transport.value = transport; },
      frame: frame => { if (mine === this.#try) this.#frame(frame); },
      lost: reason => { if (mine === this.#try) this.#lost(new Error(reason)); },
    });
  }

  #frame(frame: Frame): void {
    this.#heard = true;
    if (frame.again) return this.again(this.#room);
    // The frame's own cursor wins: a message's is its place in the journal, which may be behind what was sent.
    for (const message of frame.messages ?? []) this.#since = message.cursor ?? this.#since;
    this.#since = frame.cursor ?? this.#since;
    batch(() => {
      if (frame.live) {
        this.#attempt = 0;
        this.#state.value = { kind: "live" };
      } else if (this.#state.peek().kind !== "live" && this.#state.peek().kind !== "catching-up") {
        this.#state.value = { kind: "catching-up" };
      }
    });
    this.deliver(frame);
  }

  #lost(error: unknown): void {
    this.#end();
    if (error instanceof UnauthorisedError) {
      // Another tab may sign this browser in: its cookie is this one's too.
      this.#attempt += 1;
      this.#state.value = { kind: "unauthorised" };
      this.#timer = setTimeout(() => void this.#connect(), SIGNED_OUT_WAIT);
      return;
    }
    // A stream that ends before its first frame may have been asked for a place that the journal no longer has.
    if (!this.#heard) this.#since = null;
    const wait = backoff(this.#attempt);
    this.#attempt += 1;
    this.#state.value = { kind: "lost", attempt: this.#attempt, retryAt: Date.now() + wait };
    this.#timer = setTimeout(() => void this.#connect(), wait);
  }
}
