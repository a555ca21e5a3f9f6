// What live reload is measured beside, installed from the pinned package.json in peers/; and a server that adds nothing to the page.
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { until } from './browser.mjs';
import { root } from './relay.mjs';

const here = fileURLToPath(new URL('peers/', import.meta.url));
const installed = join(root, 'artifacts', 'bench-peers');

export const PEERS = [
  { name: 'Browsersync', npm: 'browser-sync', file: 'browsersync.mjs' },
  { name: 'Vite', npm: 'vite', file: 'vite.mjs' },
  { name: 'live-server', npm: 'live-server', file: 'liveServer.mjs' },
];

function install() {
  const wanted = readFileSync(join(here, 'package.json'), 'utf8');
  const current = join(installed, 'package.json');
  if (PEERS.every(({ npm }) => existsSync(join(installed, 'node_modules', npm))) && existsSync(current) && readFileSync(current, 'utf8') === wanted) return;
  mkdirSync(installed, { recursive: true });
  copyFileSync(join(here, 'package.json'), current);
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: installed, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Starts a peer for one folder. Its file gets where it is installed and the folder, prints `{"port":…}`, and ends with its input. */
export async function startPeer({ name, npm, file }, site) {
  install();
  const { version } = JSON.parse(readFileSync(join(installed, 'node_modules', npm, 'package.json'), 'utf8'));
  const child = spawn(process.execPath, [join(here, file), installed, site], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const line = await Promise.race([new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve)), ended.then(() => null)]);
  if (!line) throw new Error(`${name} ended before it was ready.`);
  const url = `http://127.0.0.1:${JSON.parse(line).port}/`;
  await until(`${name} answers`, async () => (await fetch(url)).ok); // one may say so before it listens
  return {
    name: `${name} ${version}`, url,
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}

/** The same page with nothing in it. */
export async function servePlain(site) {
  const types = { html: 'text/html; charset=utf-8', css: 'text/css' };
  const server = createServer((request, response) => {
    const file = request.url === '/' ? 'index.html' : request.url.slice(1);
    if (!['index.html', 'style.css'].includes(file)) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': types[file.split('.').pop()] }).end(readFileSync(join(site, file)));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, stop: () => server.close() };
}
