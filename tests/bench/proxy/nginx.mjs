// nginx twice: as the upstream with files, and as the proxy in front of it that we are compared with.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';

const program = process.env.BRIDGE_NGINX ?? '/usr/sbin/nginx';

// Started as root its workers would be somebody else, who may not read a private folder.
const user = process.getuid?.() === 0 ? 'user root;' : '';

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const answers = (port) => new Promise((resolve) => {
  const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
  socket.on('connect', () => socket.destroy());
});

async function start(folder, name, http) {
  const home = join(folder, name);
  mkdirSync(home);
  const port = await freePort();
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${home}/${kind};`).join(' ');
  writeFileSync(join(home, 'nginx.conf'), `daemon off; ${user} worker_processes auto; error_log stderr error; pid ${home}/pid;
    events { worker_connections 2048; }
    http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; default_type application/octet-stream; types { text/html html; } ${temporary} ${http(port)} }\n`);
  const child = spawn(program, ['-c', join(home, 'nginx.conf'), '-p', home], { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  while (!await answers(port)) {
    if (child.exitCode !== null) throw new Error(`nginx (${name}) ended before it answered.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    url: `http://127.0.0.1:${port}`, pid: child.pid,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

export const startUpstream = (folder, site) => start(folder, 'upstream', (port) => `server { listen 127.0.0.1:${port}; root ${site}; }`);

/** With connections to the upstream kept open, and a slow reader holding the upstream back instead of filling a disk, as with ours; all else as it comes. */
export const startProxy = (folder, upstream) => start(folder, 'proxy', (port) => `
  upstream site { server ${new URL(upstream).host}; keepalive 64; }
  server { listen 127.0.0.1:${port}; location / { proxy_pass http://site; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_max_temp_file_size 0; } }`);
