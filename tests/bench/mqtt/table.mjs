// Medians of the runs, and a markdown table of them.
function middle(values) {
  const sorted = values.filter((value) => typeof value === 'number' && !Number.isNaN(value)).sort((a, b) => a - b);
  return sorted.length ? sorted[Math.floor(sorted.length / 2)] : null;
}

/** {broker: {scenario: [cell, …]}}; a cell is a number, several of them, or null if no run succeeded. */
export function median(runs, names, scenarios) {
  return Object.fromEntries(names.map((name) => [name, Object.fromEntries(Object.entries(scenarios).map(([key, scenario]) => {
    const good = runs.filter((run) => run.scenario === key && run.label === name && !run.error);
    return [key, scenario.columns.map(({ value }) => {
      const values = good.map(value).filter((measured) => measured !== null);
      return Array.isArray(values[0]) ? values[0].map((_, i) => middle(values.map((v) => v[i]))) : middle(values);
    })];
  }))]));
}

function show(cell) {
  if (cell === null || cell === undefined) return 'failed';
  if (Array.isArray(cell)) return cell.map(show).join(' / ');
  return cell >= 100 ? Math.round(cell).toLocaleString('en-US') : String(Math.round(cell * 100) / 100);
}

/** A row a measure, a column a broker: there are more of those. */
export function table({ date, machine, runtimes, versions, repeats, seconds, payload, cores, medians }, scenarios) {
  const row = (cells) => `| ${cells.join(' | ')} |`;
  const names = Object.keys(medians);
  return [
    `${machine.cpu}, ${machine.cores} cores, Linux ${machine.kernel}, .NET ${runtimes.dotnet}, Node ${runtimes.node}, ${date.slice(0, 10)}; load before the run ${machine.loadBefore.toFixed(2)}.`,
    `${cores ? `Broker and generator on the same cores: ${cores}` : 'Broker on core 0, generator on core 1, unless it says both'}; ${payload} bytes of payload; medians of ${repeats} runs of ${seconds} s, brokers taking turns.`,
    '',
    row(['', ...names.map((name) => versions[name])]),
    row(['---', ...names.map(() => '---:')]),
    ...Object.entries(scenarios).flatMap(([key, scenario]) => scenario.columns.map(({ title }, i) => row([
      title, ...names.map((name) => (scenario.only && !scenario.only.includes(name) ? '' : show(medians[name][key]?.[i])))]))),
    '',
  ].join('\n');
}
