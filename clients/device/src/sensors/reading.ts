import type { Vector } from "@bridge/protocol";

/** A reading with all its digits is noise and bytes: a ten-thousandth is below what any phone resolves. */
export const round = (value: number | null | undefined): number | null =>
  typeof value === "number" ? Math.round(value * 1e4) / 1e4 : null;

/** Null where there is no value on any axis: the sensor isn't there. */
export function vector(a: number | null | undefined, b: number | null | undefined, c: number | null | undefined): Vector | null {
  const axes: Vector = [round(a), round(b), round(c)];
  return axes.some((axis) => axis !== null) ? axes : null;
}

export const axes = (name: string, of: Vector | null): string => (of ? `,"${name}":[${of.map(String).join(",")}]` : "");

export const time = (event: Event): number => Math.round(event.timeStamp * 100) / 100;
