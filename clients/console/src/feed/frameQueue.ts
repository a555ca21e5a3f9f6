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

/** Gathers what the relay sends and applies it once per animation frame, however many frames came. */
export class FrameQueue {
  #waiting: Frame[] = [];
  #scheduled = false;

  constructor(private readonly apply: (frames: Frame[]) => void, private readonly schedule: Scheduler) {}

  push = (frame: Frame): void => {
    this.#waiting.push(frame);
    if (this.#waiting.length >= MOST_WAITING) this.flush();
    if (this.#scheduled) return;
    this.#scheduled = true;
    if (this.schedule.hidden()) this.schedule.timeout(this.flush, HIDDEN_WAIT);
    else this.schedule.frame(this.flush);
  };

  flush = (): void => {
    this.#scheduled = false;
    if (this.#waiting.length === 0) return;
    const frames = this.#waiting;
    this.#waiting = [];
    this.apply(frames);
  };

  /** Forgets what belongs to a room that is no longer shown. */
  clear(): void {
    this.#waiting = [];
  }
}
