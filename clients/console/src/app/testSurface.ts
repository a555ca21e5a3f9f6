import type { ConsoleApp } from "./consoleApp.ts";

/** One kind of samples as `window.__bridgeConsole.motion(device)` returns it: what the chart draws, oldest first. */
export interface SeriesView {
  /** How many came, those no longer kept included; also the chart's `data-count` attribute. */
  count: number;
  /** Samples per second over the last second, by their own times. */
  rate: number;
  /** Milliseconds since 1970 by the device's clock. A row of nulls is a break in the lines. */
  t: number[];
  /** By name: `ax ay az gx gy gz ralpha rbeta rgamma` (m/s², °/s), or `alpha beta gamma` (°). */
  columns: Record<string, (number | null)[]>;
}

export interface MotionView { motion: SeriesView; orientation: SeriesView; lost: number }

export interface TestSurface {
  /** The chart's data of one device; null if it has sent none. */
  motion(device: string): MotionView | null;
  /** How many rows the log holds, and how many pass the filter. */
  log(): { rows: number; shown: number; trimmed: number };
  /** `connecting`, `catching-up`, `live`, `lost` or `unauthorised`. */
  connection(): string;
}

declare global {
  interface Window { __bridgeConsole?: TestSurface }
}

const MOTION_NAMES = ["ax", "ay", "az", "gx", "gy", "gz", "ralpha", "rbeta", "rgamma"];
const ORIENTATION_NAMES = ["alpha", "beta", "gamma"];

/** Lets tests and scripts read the numbers behind the pictures. It only reads: what it could show is on the screen anyway. */
export function installTestSurface(app: ConsoleApp, window: Window): void {
  window.__bridgeConsole = {
    motion: device => {
      const known = app.motion.get(device);
      return known ? { motion: view(known.motion, MOTION_NAMES), orientation: view(known.orientation, ORIENTATION_NAMES), lost: known.lost } : null;
    },
    log: () => ({ rows: app.log.rows.size, shown: app.view.shown.length, trimmed: app.log.totals.peek().trimmed }),
    connection: () => app.connection.state.peek().kind,
  };
}

function view(series: { count: number; t: readonly number[]; columns: readonly (readonly (number | null)[])[]; rate(): number }, names: string[]): SeriesView {
  return { count: series.count, rate: series.rate(), t: [...series.t], columns: Object.fromEntries(names.map((name, i) => [name, [...(series.columns[i] ?? [])]])) };
}
