/** Steps a scale may end at, so that it moves seldom and its labels are round. */
const STEPS = [1, 1.5, 2, 3, 5, 7.5, 10];

/**
 * A symmetric range about zero that holds the values. It grows at once and shrinks only when the values would fit
 * into half of it: a chart that is watched shouldn't breathe.
 */
export function scaleRange(lowest: number, highest: number, span: number, current: number): number {
  const needed = Math.max(Math.abs(lowest), Math.abs(highest), span / 2);
  if (needed <= current && needed > current / 2) return current;
  return roundUp(needed);
}

function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return (STEPS.find(step => step * power >= value) ?? 10) * power;
}
