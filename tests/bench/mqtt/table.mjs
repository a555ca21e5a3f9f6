// Medians of the runs, and a markdown table of them: a row a broker.
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

export function table({ machine, versions, repeats, seconds, payload, medians }, scenarios) {
  const columns = Object.entries(scenarios).flatMap(([key, scenario]) => scenario.columns.map((column, i) => ({ key, i, title: column.title })));
  const row = (cells) => `| ${cells.join(' | ')} |`;
  return [
    `${machine.cpu}, broker on core ${machine.brokerCores}, generator on core 1 of ${machine.cores}; ${payload} bytes of payload; medians of ${repeats} runs of ${seconds} s, brokers taking turns.`,
    '',
    row(['', ...columns.map((column) => column.title)]),
    row(['---', ...columns.map(() => '---:')]),
    ...Object.entries(medians).map(([name, cells]) => row([versions[name], ...columns.map(({ key, i }) => show(cells[key][i]))])),
    '',
  ].join('\n');
}
