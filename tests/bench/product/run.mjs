// Measures the product end to end with a real relay and a real browser, beside Browsersync, Vite and live-server where they do the same.
// Prints a line of JSON a measure, and a table at the end that is also written to artifacts/bench/product.md.
//   tests/bench/product/run [--only log,sensor,eval,save,cost,script,ready] [--quick]
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launch, openConsole, openPhone, until } from './browser.mjs';
import { machine } from './machine.mjs';
import { logCost } from './measures/cost.mjs';
import { evalRoundTrip } from './measures/eval.mjs';
import { logToDom } from './measures/log.mjs';
import { startToReady } from './measures/ready.mjs';
import { saveToPage } from './measures/reload.mjs';
import { scriptBytes } from './measures/script.mjs';
import { sensorToChart } from './measures/sensor.mjs';
import { PEERS, servePlain, startPeer } from './peers.mjs';
import { bridge, folder, root, startRelay } from './relay.mjs';
import { table } from './table.mjs';

const NAMES = ['log', 'sensor', 'eval', 'save', 'cost', 'script', 'ready'];
const { values: options } = parseArgs({ options: { only: { type: 'string', default: NAMES.join() }, quick: { type: 'boolean', default: false } } });
const asked = options.only.split(',');
for (const name of asked) if (!NAMES.includes(name)) throw new Error(`There is no measure ${name}; there are ${NAMES.join(', ')}.`);
const often = (usual, quick) => options.quick ? quick : usual;

const cleanUp = [];
const later = (thing, end) => {
  cleanUp.push(end);
  return thing;
};

/** A copy of the page, for one tool alone: what one tool's measure saves must not wake the other. */
function copyOfSite(name) {
  const copy = folder(name);
  cpSync(fileURLToPath(new URL('site/', import.meta.url)), copy, { recursive: true });
  return later(copy, () => rmSync(copy, { recursive: true, force: true }));
}

const results = [];
function report(some) {
  for (const result of some) {
    console.log(JSON.stringify(result));
    results.push(result);
  }
}

const started = async (starting, end) => {
  const thing = await starting;
  return later(thing, () => end(thing));
};

try {
  execFileSync(bridge, ['--version'], { stdio: ['ignore', 'ignore', 'inherit'] }); // builds what has changed
  const browser = await started(launch(), (b) => b.close());
  const facts = machine(browser);
  const site = copyOfSite('site');
  if (asked.includes('ready')) report(await startToReady({ site, starts: often(5, 2) }));

  const relay = await started(startRelay(site), (r) => r.stop());
  const phone = await openPhone(browser, relay.pairUrl, { sensors: asked.includes('sensor') });
  let device;
  await until('the phone is online', async () => {
    device = (await relay.call('/api/rooms/main/devices')).find((one) => one.presence === 'online')?.device;
    return device !== undefined;
  });
  const desk = await openConsole(browser, relay.consoleUrl);

  if (asked.includes('sensor')) {
    report(await sensorToChart({ phone, desk, device, samples: often(300, 60) }));
    for (const type of ['accelerometer', 'linear-acceleration', 'gyroscope']) await phone.devTools.send('Emulation.setSensorOverrideEnabled', { enabled: false, type });
    await phone.page.reload(); // its listeners are gone with the sensors
  }
  if (asked.includes('log')) report(await logToDom({ phone, desk, samples: often(150, 20) }));
  if (asked.includes('eval')) report(await evalRoundTrip({ relay, device, samples: often(100, 10), processes: often(10, 2) }));
  if (asked.includes('script')) report(await scriptBytes({ phone }));
  if (asked.includes('cost')) {
    const plain = await started(servePlain(site), (s) => s.stop());
    const bare = await openPhone(browser, plain.url);
    report(await logCost({ bare: bare.page, phone, blocks: often(30, 4) }));
    await bare.close();
  }
  if (asked.includes('save')) {
    await desk.close();
    const tools = [{ name: 'DeviceBridge', page: phone.page, site }];
    for (const peer of PEERS) {
      const copy = copyOfSite(peer.npm);
      const server = await started(startPeer(peer, copy), (p) => p.stop());
      tools.push({ name: server.name, page: (await openPhone(browser, server.url)).page, site: copy });
    }
    report(await saveToPage({ saves: often(20, 3), tools }));
  }

  const text = table(facts, results);
  const artifacts = join(root, 'artifacts', 'bench');
  mkdirSync(artifacts, { recursive: true });
  writeFileSync(join(artifacts, 'product.md'), text);
  writeFileSync(join(artifacts, 'product.json'), JSON.stringify({ machine: facts, results }, null, 2));
  process.stderr.write(`${text}\nwritten to ${join(artifacts, 'product.md')} and product.json\n`);
} finally {
  for (const end of cleanUp.reverse()) await end();
}
