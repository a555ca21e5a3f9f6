/** Labels that are remembered, of counts and of timers each. */
const MOST_LABELS = 200;

/** console.count and console.time: the text of the line they write; null for none. */
export function createTallies(now: () => number): Record<string, (label: unknown) => string | null> {
  const counts = new Map<string, number>();
  const timers = new Map<string, number>();
  const remember = (map: Map<string, number>, label: string, value: number) => {
    if (map.size < MOST_LABELS || map.has(label)) map.set(label, value);
  };
  const elapsed = (label: string) => {
    const start = timers.get(label);
    return start === undefined ? `${label}: no such timer` : `${label}: ${Math.round((now() - start) * 1000) / 1000} ms`;
  };
  const tallies: Record<string, (label: string) => string | null> = {
    count(label) {
      const count = (counts.get(label) ?? 0) + 1;
      remember(counts, label, count);
      return `${label}: ${count}`;
    },
    countReset(label) {
      counts.delete(label);
      return null;
    },
    time(label) {
      if (!timers.has(label)) remember(timers, label, now());
      return null;
    },
    timeLog: elapsed,
    timeEnd(label) {
      const text = elapsed(label);
      timers.delete(label);
      return text;
    },
  };
  return Object.fromEntries(Object.entries(tallies).map(([method, tally]) => [method, (label: unknown) => tally(labelOf(label))]));
}

/** An object's toString is the page's code: it has no label of its own here. */
const labelOf = (label: unknown): string =>
  label === undefined ? "default" : typeof label === "object" || typeof label === "function" ? "object" : String(label).slice(0, 200);
