// Measures our broker beside the brokers that Debian and npm have: the same load, one at a time, taking turns, medians.
// The broker has core 0 and the generator core 1 (--cores 0,1 gives the broker both).
//   tests/bench/mqtt/run [--only devicebridge,mosquitto,nats,aedes] [--scenarios relay-ws,…] [--repeats 3] [--seconds 5] [--warmup 5] [--payload 200] [--cores 0]
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { artifacts, peers, root } from './peers.mjs';
import { scenarios } from './scenarios.mjs';
import { median, table } from './table.mjs';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(peers).join() },
    scenarios: { type: 'string', default: Object.keys(scenarios).join() },
    repeats: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '5' },
    warmup: { type: 'string', default: '5' },
    payload: { type: 'string', default: '200' },
    cores: { type: 'string', default: '0' },
  },
});
const generator = join(root, 'tests/bench/Bridge.LoadGen/bin/Release/net10.0/Bridge.LoadGen.dll');

function say(text) {
  process.stderr.write(`${text}\n`);
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false)).once('close', () => socket.destroy());
    socket.once('connect', () => socket.destroy());
  });
}

async function start(peer) {
  const { command, ports, ready } = await peer.start();
  // taskset becomes the broker, so the child's process id is the broker's.
  const child = spawn('taskset', ['-c', options.cores, ...command], { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const lines = createInterface({ input: child.stdout });
  const first = ready && (await Promise.race([new Promise((resolve) => lines.once('line', resolve)), ended.then(() => null)]));
  if (ready && !first) throw new Error(`${command.join(' ')} ended before it was ready`);
  const listening = ports ?? ready(first);
  for (const until = Date.now() + 30_000; !((await accepts(listening.tcp)) && (await accepts(listening.ws)));) {
    if (Date.now() > until || child.exitCode !== null) throw new Error(`${command[0]} does not listen`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { pid: child.pid, ports: listening, stop: async () => { child.kill('SIGKILL'); await ended; } };
}

async function measure(name, scenario) {
  const peer = peers[name];
  let broker;
  try {
    broker = await start(peer);
    const args = { label: name, warmup: Math.max(Number(options.warmup), peer.warmup ?? 0), seconds: options.seconds, payload: options.payload, ...scenario.args, pid: broker.pid, port: broker.ports[scenario.transport] };
    if (scenario.transport === 'ws') args.ws = peer.path;
    const line = execFileSync('taskset', ['-c', '1', 'dotnet', generator, ...Object.entries(args).flatMap(([key, value]) => [`--${key}`, String(value)])], { timeout: 180_000 });
    return JSON.parse(line);
  } catch (error) {
    return { label: name, mode: scenario.args.mode, error: String(error.stderr ?? error.message).trim().split('\n')[0] };
  } finally {
    await broker?.stop();
  }
}

const names = options.only.split(',');
const chosen = Object.fromEntries(options.scenarios.split(',').map((name) => [name, scenarios[name] ?? (() => { throw new Error(`There is no scenario ${name}`); })()]));
say('building');
execFileSync('dotnet', ['build', '-c', 'Release', '--nologo', '-v', 'quiet', join(root, 'tests/bench/Bridge.LoadGen')], { stdio: ['ignore', 'ignore', 'inherit'] });
for (const name of names) peers[name].prepare?.();

const runs = [];
for (const [key, scenario] of Object.entries(chosen)) {
  for (let repeat = 1; repeat <= Number(options.repeats); repeat++) {
    for (const name of names) {
      const result = { scenario: key, repeat, ...(await measure(name, scenario)) };
      console.log(JSON.stringify(result));
      runs.push(result);
    }
  }
}

const report = {
  machine: { cpu: cpus()[0].model, cores: cpus().length, brokerCores: options.cores },
  versions: Object.fromEntries(names.map((name) => [name, peers[name].version()])),
  repeats: Number(options.repeats), seconds: Number(options.seconds), payload: Number(options.payload),
  medians: median(runs, names, chosen), runs,
};
mkdirSync(artifacts, { recursive: true });
writeFileSync(join(artifacts, 'mqtt.json'), JSON.stringify(report, null, 2));
writeFileSync(join(artifacts, 'mqtt.md'), table(report, chosen));
for (const name of ['devicebridge', 'mosquitto', 'nats']) {
  execFileSync('sh', ['-c', `rm -rf "${artifacts}/${name}-"*`]);
}
say(table(report, chosen));
say(`written to ${join(artifacts, 'mqtt.md')} and mqtt.json`);
