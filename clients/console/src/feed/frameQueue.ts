import type { Frame } from "../source/frames.ts";

/** Past this many waiting frames they are applied at once: a hidden tab must not pile them up. */
const MOST_WAITING = 512;
/** How long a hidden tab, which gets no animation frames, may let frames wait. Milliseconds. */
const HIDDEN_WAIT = 250;

export interface Scheduler {
  hidden(): boolean;
  frame(run: () => void): void;
  timeout(run: () => void, ms: number): void;
}

/**
 * Applies what the relay sends at most once per animation frame, however many frames came. The first is applied at once, ahead of
 * the picture it belongs to; what comes before that picture waits for it.
 */
export class FrameQueue {
  #waiting: Frame[] = [];
  #scheduled = false;

  constructor(private readonly apply: (frames: Frame[]) => void, private readonly schedule: Scheduler) {}

  push = (frame: Frame): void => {
    this.#waiting.push(frame);
    if (this.#scheduled && this.#waiting.length < MOST_WAITING) return;
    this.#flush();
    if (!this.#scheduled) this.#next();
  };

  /** Forgets what belongs to a room that is no longer shown. */
  clear(): void {
    this.#waiting = [];
  }

  #next(): void {
    this.#scheduled = true;
    if (this.schedule.hidden()) this.schedule.timeout(this.#tick, HIDDEN_WAIT);
    else this.schedule.frame(this.#tick);
  }

  #tick = (): void => {
    this.#scheduled = false;
    if (this.#waiting.length === 0) return;
    this.#flush();
    this.#next();
  };

  #flush(): void {
    const frames = this.#waiting;
    this.#waiting = [];
    this.apply(frames);
  }
}
