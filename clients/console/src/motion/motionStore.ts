import { signal, type ReadonlySignal } from "@preact/signals";
import type { FeedBatch, MotionSample, OrientationSample, Vector } from "@bridge/protocol";
import { SampleSeries } from "./sampleSeries.ts";

/** Without a sample for this long the lines are broken: nothing is known of the time between. Milliseconds. */
const GAP = 500;
const NOTHING: Vector = [null, null, null];

/** Where each vector starts in a motion series' columns. */
export const COLUMN = { a: 0, g: 3, r: 6 } as const;

export interface DeviceMotion {
  /** Acceleration x y z, the same with gravity, rotation rate alpha beta gamma. m/s² and °/s. */
  motion: SampleSeries;
  /** alpha, beta, gamma in degrees. */
  orientation: SampleSeries;
  /** Samples that never arrived, by their numbers. */
  lost: number;
  /** When the last batch arrived, by this browser's clock. */
  arrived: number;
}

/** The motion of every device of the room that sends any. */
export class MotionStore {
  readonly #devices = new Map<string, DeviceMotion>();
  readonly #known = signal<readonly string[]>([]);
  readonly #revision = signal(0);
  #dirty = false;

  /** The devices that have sent motion or orientation. */
  get known(): ReadonlySignal<readonly string[]> { return this.#known; }
  get revision(): ReadonlySignal<number> { return this.#revision; }

  get(device: string): DeviceMotion | undefined {
    return this.#devices.get(device);
  }

  motion(device: string, batch: FeedBatch<MotionSample>, lost: number): void {
    const to = this.#device(device, lost);
    for (const { t, a, g, r } of batch.items) add(to.motion, batch.origin + t, [...(a ?? NOTHING), ...(g ?? NOTHING), ...(r ?? NOTHING)]);
  }

  orientation(device: string, batch: FeedBatch<OrientationSample>, lost: number): void {
    const to = this.#device(device, lost);
    for (const { t, o } of batch.items) add(to.orientation, batch.origin + t, o);
  }

  announce(): void {
    if (!this.#dirty) return;
    this.#dirty = false;
    if (this.#known.peek().length !== this.#devices.size) this.#known.value = [...this.#devices.keys()];
    this.#revision.value += 1;
  }

  clear(): void {
    this.#devices.clear();
    this.#dirty = true;
    this.announce();
  }

  #device(device: string, lost: number): DeviceMotion {
    let known = this.#devices.get(device);
    if (!known) this.#devices.set(device, (known = { motion: new SampleSeries(9), orientation: new SampleSeries(3), lost: 0, arrived: 0 }));
    known.lost += lost;
    known.arrived = Date.now();
    this.#dirty = true;
    return known;
  }
}

function add(series: SampleSeries, t: number, values: readonly (number | null)[]): void {
  if (t - series.last > GAP) series.break();
  series.push(t, values);
}
