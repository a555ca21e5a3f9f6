// A relay as its user starts it, on loopback and free ports, with folders of its own; addresses come from its ready line.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../', import.meta.url));
export const bridge = join(root, 'bridge');
const TOKEN = 'measurement-administrator-token';

export function folder(name) {
  return mkdtempSync(join(tmpdir(), `bridge-bench-${name}-`));
}

/** Everything a command needs to find this relay and no other. */
const environment = (state, console) => ({ ...process.env, BRIDGE_ADMIN_TOKEN: TOKEN, XDG_STATE_HOME: state, BRIDGE_RELAY: console, NO_COLOR: '1' });

/** @param {string} site a folder to serve, or with 'proxy' the address of an upstream */
export async function startRelay(site, command = 'serve') {
  const data = folder('relay');
  const state = join(data, 'state');
  const began = performance.now();
  const child = spawn(bridge, [command, site, '--json', '--local', '--name', 'Bench', '--data', join(data, 'data'),
    '--device-port', '0', '--device-tls-port', '0', '--console-port', '0', '--mqtt-port', '0'],
  { env: environment(state, ''), stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([new Promise((resolve) => lines.once('line', resolve)), ended.then(() => null)]);
  const readyMs = performance.now() - began;
  if (!first) throw new Error('The relay ended before it was ready.');
  lines.resume();
  const ready = JSON.parse(first);
  const call = async (path, body) => {
    const answer = await fetch(new URL(path, ready.console), {
      method: body ? 'POST' : 'GET', body: body && JSON.stringify(body),
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  return {
    ...ready, readyMs, pid: child.pid, call, environment: environment(state, ready.console),
    async stop() {
      child.kill('SIGTERM');
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}
