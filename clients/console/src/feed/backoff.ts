const FIRST_MS = 500;
const LONGEST_MS = 5_000; // The relay is on this desk: a developer who restarts it shouldn't wait longer than this.

/** Full jitter: anything up to the doubled wait, so that many consoles don't come back in step. */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return Math.max(FIRST_MS / 2, Math.round(random() * ceiling));
}
