// Measures our broker beside the brokers that Debian, NuGet and npm have: the same load, one at a time, taking turns, medians. About half an hour.
// The broker has core 0 and the generator core 1, but where a scenario, or --cores, names the cores that they share.
//   ./bridge bench mqtt [-- --only devicebridge,mosquitto,nats,mqttnet,aedes --scenarios relay-ws,… --repeats 3 --seconds 5 --warmup 3 --payload 200 --cores 0,1 --out mqtt]
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { start } from './broker.mjs';
import { artifacts, peers, root } from './peers.mjs';
import { scenarios, stagesOf } from './scenarios.mjs';
import { median, table } from './table.mjs';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(peers).join() },
    scenarios: { type: 'string', default: Object.keys(scenarios).filter((key) => !scenarios[key].asked).join() },
    repeats: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '5' },
    warmup: { type: 'string', default: '3' },
    payload: { type: 'string', default: '200' },
    cores: { type: 'string' },
    out: { type: 'string', default: 'mqtt' },
  },
});
const generator = join(root, 'tests/bench/Bridge.LoadGen/bin/Release/net10.0/Bridge.LoadGen.dll');
const names = options.only.split(',');
const chosen = Object.fromEntries(options.scenarios.split(',').map((name) => [name, scenarios[name] ?? (() => { throw new Error(`There is no scenario ${name}`); })()]));
const runs = [];

function say(text) {
  process.stderr.write(`${text}\n`);
}

function measure(name, broker, scenario, warmup) {
  const args = { label: name, warmup, seconds: options.seconds, payload: options.payload, ...scenario.args, pid: broker.pid, port: broker.ports[scenario.transport] };
  if (scenario.transport === 'ws') args.ws = peers[name].path;
  const cores = options.cores ?? scenario.cores ?? '1';
  const line = execFileSync('taskset', ['-c', cores, 'dotnet', generator, ...Object.entries(args).flatMap(([key, value]) => [`--${key}`, String(value)])], { timeout: 300_000 });
  return JSON.parse(line);
}

/** One broker's turn at a stage: started afresh, warm before it is measured. */
async function turn(name, stage, repeat) {
  const [first, further] = peers[name].warmup ?? [Number(options.warmup), 1];
  let broker;
  let warmup = first;
  for (const [scenario, description] of stage) {
    if ((description.only && !description.only.includes(name)) || (description.once && repeat > 1)) continue;
    let result;
    try {
      broker ??= await start(peers[name], options.cores ?? description.cores ?? '0');
      result = measure(name, broker, description, warmup);
      warmup = further;
    } catch (error) {
      result = { label: name, mode: description.args.mode, error: String(error.stderr ?? error.message).trim().split('\n')[0] || error.message };
    }
    if (result.error || broker?.isGone()) {
      await broker?.stop();
      [broker, warmup] = [undefined, first];
    }
    console.log(JSON.stringify({ scenario, repeat, ...result }));
    runs.push({ scenario, repeat, ...result });
  }
  await broker?.stop();
}

const began = Date.now();
say('building');
execFileSync('dotnet', ['build', '-c', 'Release', '--nologo', '-v', 'quiet', join(root, 'tests/bench/Bridge.LoadGen')], { stdio: ['ignore', 'ignore', 'inherit'] });
for (const name of names) peers[name].prepare?.();
const machine = { cpu: cpus()[0].model, cores: cpus().length, kernel: release(), loadBefore: loadavg()[0] };

for (let repeat = 1; repeat <= Number(options.repeats); repeat++) {
  for (const stage of stagesOf(chosen)) {
    for (const name of names) {
      await turn(name, stage, repeat);
    }
  }
  say(`repeat ${repeat} done after ${Math.round((Date.now() - began) / 1000)} s`);
}

const report = {
  date: new Date().toISOString(), machine,
  runtimes: { dotnet: execFileSync('dotnet', ['--version']).toString().trim(), node: process.version },
  versions: Object.fromEntries(names.map((name) => [name, peers[name].version()])),
  repeats: Number(options.repeats), seconds: Number(options.seconds), payload: Number(options.payload), cores: options.cores,
  medians: median(runs, names, chosen), runs,
};
mkdirSync(artifacts, { recursive: true });
writeFileSync(join(artifacts, `${options.out}.json`), JSON.stringify(report, null, 2));
writeFileSync(join(artifacts, `${options.out}.md`), table(report, chosen));
for (const name of ['devicebridge', 'mosquitto', 'nats']) {
  execFileSync('sh', ['-c', `rm -rf "${artifacts}/${name}-"*`]);
}
say(table(report, chosen));
say(`written to ${join(artifacts, options.out)}.md and .json`);
