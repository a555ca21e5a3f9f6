// The results as a page's table.
const WORDS = { ms: (v) => `${v >= 100 ? Math.round(v) : v.toFixed(1)} ms`, 'µs': (v) => `${v.toFixed(1)} µs`, bytes: (v) => v.toLocaleString('en-US') };

const show = (value, unit) => value === null || value === undefined ? '' : WORDS[unit](value);

/** What was to be reached: a number, and where there are peers, less than the quickest of them. */
function verdict({ goal, peer, p50, unit }) {
  if (goal === undefined) return '';
  const words = `≤ ${unit === 'ms' ? `${goal} ms` : show(goal, unit)}${p50 <= goal ? '' : ' **missed**'}`;
  return peer === undefined ? words : `${words}, quickest${p50 <= peer ? '' : ' **missed**'}`;
}

export function table(machine, results) {
  const row = (cells) => `| ${cells.join(' | ')} |`;
  return [
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB; ${machine.os}; ${machine.browser}; ${machine.dotnet}; ${machine.node}.`,
    `Load average before the run: ${machine.loadBefore.join(' (1 min), ')} (5 min). Relay, phone and console run on this one machine, over loopback.`,
    '',
    row(['measure', 'median', 'p95', 'N', 'goal (median)']),
    row(['---', '---:', '---:', '---:', '---']),
    ...results.map((r) => row([r.measure, show(r.p50, r.unit), show(r.p95, r.unit), r.n, verdict(r)])),
    '',
  ].join('\n');
}
