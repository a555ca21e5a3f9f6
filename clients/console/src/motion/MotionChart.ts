import uPlot from "uplot";
import type { ChartKind } from "./chartKinds.ts";
import type { DeviceMotion } from "./motionStore.ts";
import { scaleRange } from "./scaleRange.ts";

/** Seconds of samples that a chart shows. */
export const WINDOW = 10;
const STROKES = ["--axis-x", "--axis-y", "--axis-z"];

/** One chart of three axes. It draws when told to and keeps no samples of its own. */
export class MotionChart {
  readonly #plot: uPlot;
  #end = 0;
  #limit = 0;

  constructor(private readonly kind: ChartKind, private readonly host: HTMLElement, width: number, height: number) {
    const style = getComputedStyle(host);
    const color = (name: string) => style.getPropertyValue(name).trim();
    const font = `10px ${color("--font-ui")}`;
    const axis = { stroke: color("--text-faint"), font, ticks: { show: false }, grid: { stroke: color("--chart-grid"), width: 1 } };
    this.#plot = new uPlot({
      width, height, pxAlign: 0, legend: { show: false }, cursor: { show: false }, padding: [7, 16, kind.timed ? 0 : 7, 0],
      scales: {
        x: { time: false, range: () => [this.#end - WINDOW, this.#end] },
        y: { range: (_plot, low, high) => this.#range(low, high) },
      },
      axes: [
        // The lines stand still and the samples pass below them.
        { ...axis, size: kind.timed ? 20 : 0, gap: 6, splits: () => [10, 8, 6, 4, 2, 0].map(ago => this.#end - ago), values: (_plot, at) => at.map(value => (kind.timed ? timeLabel(value - this.#end) : "")) },
        { ...axis, size: 34, gap: 4, splits: () => (typeof kind.span === "number" ? [-this.#limit, 0, this.#limit] : [-180, 0, 180, 360]), values: (_plot, at) => at.map(value => String(Number(value.toPrecision(3))).replace("-", "−")) },
      ],
      series: [{}, ...kind.axes.map((label, i) => ({ label, stroke: color(STROKES[i] as string), width: 1.25, points: { show: false } }))],
    }, [[], [], [], []], host);
  }

  /** Draws what the device sent in the last seconds before its newest sample of any kind. */
  draw(device: DeviceMotion): void {
    const series = device[this.kind.series];
    const end = Math.max(device.motion.last, device.orientation.last);
    const start = Math.max(0, series.from(end - WINDOW * 1_000) - 1);
    this.#end = end / 1_000;
    const columns = series.columns.slice(this.kind.column, this.kind.column + 3).map(column => column.slice(start));
    this.#plot.setData([series.t.slice(start).map(t => t / 1_000), ...columns] as uPlot.AlignedData);
    this.host.dataset.count = String(series.count);
  }

  resize(width: number, height: number): void {
    this.#plot.setSize({ width, height });
  }

  destroy(): void {
    this.#plot.destroy();
  }

  /** A fixed span, or one that follows what is in view. */
  #range(low: number | null, high: number | null): [number, number] {
    if (typeof this.kind.span !== "number") return [...this.kind.span];
    this.#limit = scaleRange(low ?? 0, high ?? 0, this.kind.span, this.#limit);
    return [-this.#limit, this.#limit];
  }
}

function timeLabel(seconds: number): string {
  const whole = Math.round(seconds);
  return whole === 0 ? "now" : `−${-whole} s`;
}
