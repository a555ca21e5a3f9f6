// One clock for several processes. performance.timeOrigin is taken from the wall clock once for a page, so that two pages may differ by
// what the clock was set meanwhile; an instant is therefore counted from where Date.now() changes, which is the same for all of them.

/** Runs in a page or here: milliseconds to take from `performance.timeOrigin + performance.now()` to be on the wall clock. */
export function clockOffset() {
  const offsets = [];
  for (let i = 0; i < 7; i++) {
    const before = Date.now();
    while (Date.now() === before);
    offsets.push(performance.timeOrigin + performance.now() - Date.now());
  }
  return offsets.sort((a, b) => a - b)[3];
}

export const now = () => performance.timeOrigin + performance.now();

/** Between samples: long enough to be apart, and never in step with animation frames or timers. */
export const pause = (shortest, longest = shortest * 2) =>
  new Promise((resolve) => setTimeout(resolve, shortest + Math.random() * (longest - shortest)));
