import { batch, signal, type ReadonlySignal } from "@preact/signals";
import { UnauthorisedError, type ConsoleSource, type RelayInfo } from "../source/consoleSource.ts";
import type { Frame } from "../source/frames.ts";
import { backoff } from "./backoff.ts";

export type ConnectionState =
  | { kind: "connecting" }
  | { kind: "catching-up" }
  | { kind: "live" }
  | { kind: "lost"; attempt: number; retryAt: number }
  | { kind: "unauthorised" };

/** Keeps one room streaming: asks who the relay is, watches, and after a loss comes back by itself from where it was. */
export class Connection {
  readonly #state = signal<ConnectionState>({ kind: "connecting" });
  readonly #info = signal<RelayInfo | null>(null);
  #room = "";
  #since: string | null = null;
  #attempt = 0;
  #stop: (() => void) | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts up with each try, so that what belongs to an earlier one is known. */
  #try = 0;

  constructor(private readonly source: ConsoleSource, private readonly deliver: (frame: Frame) => void) {}

  get state(): ReadonlySignal<ConnectionState> { return this.#state; }
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
    if (this.#state.peek().kind === "lost") void this.#connect();
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
      const info = await this.source.info();
      if (mine !== this.#try) return;
      this.#info.value = info;
    } catch (error) {
      if (mine === this.#try) this.#lost(error);
      return;
    }
    this.#stop = this.source.watch(this.#room, this.#since, {
      frame: frame => { if (mine === this.#try) this.#frame(frame); },
      lost: reason => { if (mine === this.#try) this.#lost(new Error(reason)); },
    });
  }

  #frame(frame: Frame): void {
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
      this.#state.value = { kind: "unauthorised" };
      return;
    }
    const wait = backoff(this.#attempt);
    this.#attempt += 1;
    this.#state.value = { kind: "lost", attempt: this.#attempt, retryAt: Date.now() + wait };
    this.#timer = setTimeout(() => void this.#connect(), wait);
  }
}
