// Measures `bridge proxy` beside nginx's proxy_pass, which rewrites nothing, and beside no proxy at all; the upstream is nginx with files.
// Prints a line of JSON a measure, and tables at the end that are also written to artifacts/bench/proxy.md.
//   tests/bench/proxy/run [--only latency,throughput,download,memory] [--quick]
import { execFileSync, spawn } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { host } from '../product/machine.mjs';
import { bridge, folder, root, startRelay } from '../product/relay.mjs';
import { startProxy, startUpstream } from './nginx.mjs';
import { tables } from './tables.mjs';

const NAMES = ['latency', 'throughput', 'download', 'memory'];
const { values: options } = parseArgs({ options: { only: { type: 'string', default: NAMES.join() }, quick: { type: 'boolean', default: false } } });
const asked = options.only.split(',');
for (const name of asked) if (!NAMES.includes(name)) throw new Error(`There is no measure ${name}; there are ${NAMES.join(', ')}.`);
const often = (usual, quick) => String(options.quick ? quick : usual);
const DOWNLOAD = 100_000_000;
const PAGE = ['--path', '/page.html', '--length', '100000'];

const home = folder('proxy');
const site = join(home, 'site');
const cleanUp = [() => rmSync(home, { recursive: true, force: true })];
const started = async (starting) => {
  const thing = await starting;
  cleanUp.push(() => thing.stop());
  return thing;
};

function makeSite() {
  mkdirSync(site);
  const head = '<!doctype html><html><head><meta charset="utf-8"><title>page</title></head><body>';
  const paragraph = '<p class="text">A page of some length, with <a href="/elsewhere">links</a> and text.</p>\n';
  writeFileSync(join(site, 'page.html'), (head + paragraph.repeat(2_000)).slice(0, 100_000));
  writeFileSync(join(site, 'download.bin'), randomFillSync(Buffer.alloc(DOWNLOAD)));
}

/** The cookie of a paired phone. */
async function pair(relay) {
  const claim = await fetch(new URL('/_bridge/pair/claim', relay.device), {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ticket: new URL(relay.pairUrl).hash.slice(1) }),
  });
  if (!claim.ok) throw new Error(`Pairing: ${claim.status} ${await claim.text()}`);
  return claim.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ');
}

/** What would make the figures worthless: a proxy that answers with something else. */
async function check(relay, cookie) {
  const page = await (await fetch(new URL('/page.html', relay.device), { headers: { cookie, accept: 'text/html', 'sec-fetch-dest': 'document' } })).text();
  const own = readFileSync(join(site, 'page.html'), 'utf8');
  if (page.replace(/<script src="\/_bridge\/bridge\.js"[^>]*><\/script>/, '') !== own || page === own) throw new Error('The relay does not answer with the page and the script.');
}

const generator = join(root, 'tests/bench/Bridge.ProxyBench/bin/Release/net10.0/Bridge.ProxyBench.dll');
const results = {};

function measure(mode, more, targets) {
  const lines = execFileSync('dotnet', [generator, mode, ...targets.flatMap((target) => ['--target', target]), ...more], { stdio: ['ignore', 'pipe', 'inherit'] });
  results[mode] = lines.toString().trim().split('\n').map((line) => JSON.parse(line));
  for (const result of results[mode]) console.log(JSON.stringify({ measure: mode, ...result }));
}

/** Resident memory of a process and its children, bytes. */
function memory(pid) {
  const all = [pid, ...readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean)];
  return all.reduce((sum, one) => sum + Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${one}/status`, 'utf8'))[1]) * 1024, 0);
}

/** The server's memory before, while and after many downloads that their readers hold up. */
async function memoryOf(name, pid, target) {
  const connections = Number(often(200, 200));
  const before = memory(pid);
  const child = spawn('dotnet', [generator, 'slow', '--target', target, '--path', '/download.bin', '--connections', String(connections), '--seconds', often(15, 5)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let most = before;
  const watch = setInterval(() => { most = Math.max(most, memory(pid)); }, 200);
  let read = 0;
  for await (const line of createInterface({ input: child.stdout })) read = JSON.parse(line).read ?? read;
  clearInterval(watch);
  if (!read) throw new Error(`${name}: nothing was read.`);
  const result = { target: name, connections, before, most, each: (most - before) / connections, read };
  console.log(JSON.stringify({ measure: 'memory', ...result }));
  (results.memory ??= []).push(result);
}

try {
  execFileSync(bridge, ['--version'], { stdio: ['ignore', 'ignore', 'inherit'] }); // builds what has changed
  execFileSync('dotnet', ['build', join(root, 'tests/bench/Bridge.ProxyBench'), '-c', 'Release', '-v', 'q', '--nologo'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const facts = host();
  makeSite();
  const upstream = await started(startUpstream(home, site));
  const nginx = await started(startProxy(home, upstream.url));
  const relay = await started(startRelay(upstream.url, 'proxy'));
  const cookie = await pair(relay);
  await check(relay, cookie);
  const targets = [`no proxy=${upstream.url}`, `nginx=${nginx.url}`, `DeviceBridge=${relay.device.replace(/\/$/, '')};${cookie}`];

  if (asked.includes('memory')) {
    await memoryOf('nginx', nginx.pid, targets[1]);
    await memoryOf('DeviceBridge', relay.pid, targets[2]);
  }
  if (asked.includes('latency')) {
    measure('throughput', [...PAGE, '--rounds', '1', '--seconds', '2', '--connections', '4'], targets); // compiles what runs often
    measure('latency', [...PAGE, '--rounds', often(20, 4), '--requests', often(100, 50)], targets);
  }
  if (asked.includes('throughput')) measure('throughput', [...PAGE, '--rounds', often(10, 2), '--seconds', '2', '--connections', '16'], targets);
  else delete results.throughput;
  if (asked.includes('download')) measure('download', ['--path', '/download.bin', '--rounds', often(20, 4), '--length', String(DOWNLOAD)], targets);

  const text = tables(facts, results);
  const artifacts = join(root, 'artifacts', 'bench');
  mkdirSync(artifacts, { recursive: true });
  writeFileSync(join(artifacts, 'proxy.md'), text);
  writeFileSync(join(artifacts, 'proxy.json'), JSON.stringify({ machine: facts, results }, null, 2));
  process.stderr.write(`${text}\nwritten to ${join(artifacts, 'proxy.md')} and proxy.json\n`);
} finally {
  for (const end of cleanUp.reverse()) await end();
}
