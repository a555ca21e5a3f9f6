// A round trip of eval: over REST on a connection that is open, and as a whole process of its own.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { pause } from '../clock.mjs';
import { bridge } from '../relay.mjs';
import { summary } from '../statistics.mjs';

const run = promisify(execFile);

export async function evalRoundTrip({ relay, device, samples, processes }) {
  const rest = [];
  for (let i = 0; i < samples + 3; i++) {
    await pause(110, 150); // a device takes 10 a second
    const began = performance.now();
    const [{ reply }] = await relay.call('/api/rooms/main/commands', { device, command: 'eval', args: { code: `${i} + 1` } });
    if (i >= 3) rest.push(performance.now() - began);
    if (!JSON.stringify(reply).includes(String(i + 1))) throw new Error(`eval gave ${JSON.stringify(reply)}`);
  }
  const whole = [];
  for (let i = 0; i < processes; i++) {
    const began = performance.now();
    const { stdout } = await run(bridge, ['eval', `${i} + 1`], { env: relay.environment });
    whole.push(performance.now() - began);
    if (stdout.trim() !== String(i + 1)) throw new Error(`bridge eval gave ${stdout}`);
  }
  return [
    { measure: 'eval round trip over REST', unit: 'ms', ...summary(rest) },
    { measure: '`./bridge eval`, the whole process', unit: 'ms', ...summary(whole) },
  ];
}
