// The results as a page's tables, with what was asked for beside what came.
const ms = (value) => `${value.toFixed(2)} ms`;
const mib = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
const row = (cells) => `| ${cells.join(' | ')} |`;

function table(head, rows) {
  return [row(head), row(head.map((_, at) => (at ? '---:' : '---'))), ...rows.map(row), ''];
}

const mark = (holds, goal) => (holds ? goal : `${goal} **missed**`);

export function tables(machine, { latency, throughput, download, memory }) {
  const lines = [`${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB; ${machine.os}; ${machine.dotnet}.`,
    `Load average before the run: ${machine.loadBefore.join(' (1 min), ')} (5 min). Client, proxies and upstream share this machine, over loopback.`, ''];
  const ours = (some) => some.find((one) => one.target === 'DeviceBridge');
  const none = (some) => some.find((one) => one.target === 'no proxy');
  const peer = (some) => some.find((one) => one.target === 'nginx');
  if (latency) {
    lines.push(...table(['page of 100 KB, one at a time', 'first byte, median', 'p95', 'added at the median', 'last byte, median', 'p95', 'N', 'goal'], latency.map((one) => [
      one.target, ms(one.firstP50), ms(one.firstP95), ms(one.firstP50 - none(latency).firstP50), ms(one.wholeP50), ms(one.wholeP95), one.n,
      one === ours(latency) ? mark(one.firstP50 - none(latency).firstP50 <= 1, '≤ 1 ms added') : ''])));
  }
  if (throughput) {
    lines.push(...table(['page of 100 KB, 16 connections', 'pages a second, median', 'least', 'most', 'rounds'], throughput.map((one) => [
      one.target, Math.round(one.perSecondP50), Math.round(one.perSecondLeast), Math.round(one.perSecondMost), one.n])));
  }
  if (download) {
    lines.push(...table(['download of 100 MB', 'MB a second, median', 'least', 'most', 'of nginx', 'N', 'goal'], download.map((one) => [
      one.target, Math.round(one.megabytesP50), Math.round(one.megabytesLeast), Math.round(one.megabytesMost), `${Math.round((100 * one.megabytesP50) / peer(download).megabytesP50)} %`, one.n,
      one === ours(download) ? mark(one.megabytesP50 >= 0.8 * peer(download).megabytesP50, '≥ 80 % of nginx') : ''])));
  }
  if (memory) {
    lines.push(...table(['slow downloads of 100 MB', 'how many', 'memory before', 'most', 'for each'], memory.map((one) => [
      one.target, one.connections, mib(one.before), mib(one.most), `${(one.each / 1024).toFixed(0)} KiB`])));
  }
  return lines.join('\n');
}
