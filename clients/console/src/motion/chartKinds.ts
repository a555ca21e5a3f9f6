import { COLUMN } from "./motionStore.ts";

export interface ChartKind {
  id: string;
  title: string;
  unit: string;
  series: "motion" | "orientation";
  /** The first of its three columns. */
  column: number;
  axes: readonly [string, string, string];
  /** The least that the scale spans, so that the noise of a phone at rest doesn't fill the chart; or all that it ever does. */
  span: number | readonly [number, number];
  /** Whether the seconds stand below it: one chart of the column is enough. */
  timed?: boolean;
}

const XYZ = ["x", "y", "z"] as const;
/** Rotation and orientation come as alpha, beta, gamma: about z, x, y. */
const ABG = ["α", "β", "γ"] as const;

export const CHART_KINDS: readonly ChartKind[] = [
  { id: "a", title: "Acceleration", unit: "m/s²", series: "motion", column: COLUMN.a, axes: XYZ, span: 4 },
  { id: "g", title: "With gravity", unit: "m/s²", series: "motion", column: COLUMN.g, axes: XYZ, span: 24 },
  { id: "r", title: "Rotation rate", unit: "°/s", series: "motion", column: COLUMN.r, axes: ABG, span: 40 },
  { id: "o", title: "Orientation", unit: "°", series: "orientation", column: 0, axes: ABG, span: [-180, 360], timed: true },
];
