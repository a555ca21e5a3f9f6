// Browsersync, installed from the pinned package.json beside this file's peers/, and a server that adds nothing to the page.
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { root } from './relay.mjs';

const here = fileURLToPath(new URL('peers/', import.meta.url));
const installed = join(root, 'artifacts', 'bench-peers');

function install() {
  const wanted = readFileSync(join(here, 'package.json'), 'utf8');
  const current = join(installed, 'package.json');
  if (existsSync(join(installed, 'node_modules', 'browser-sync')) && existsSync(current) && readFileSync(current, 'utf8') === wanted) return;
  mkdirSync(installed, { recursive: true });
  copyFileSync(join(here, 'package.json'), current);
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: installed, stdio: ['ignore', 'ignore', 'inherit'] });
}

export async function startBrowsersync(site) {
  install();
  const { version } = JSON.parse(readFileSync(join(installed, 'node_modules', 'browser-sync', 'package.json'), 'utf8'));
  const child = spawn(process.execPath, [join(here, 'browsersync.mjs'), installed, site], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const line = await Promise.race([new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve)), ended.then(() => null)]);
  if (!line) throw new Error('Browsersync ended before it was ready.');
  return {
    name: `Browsersync ${version}`, url: `http://127.0.0.1:${JSON.parse(line).port}/`,
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
