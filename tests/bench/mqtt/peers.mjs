// How each broker is started: a command, and where it listens once it does.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
export const root = fileURLToPath(new URL('../../../', import.meta.url));
export const artifacts = join(root, 'artifacts', 'bench');

/** A port that is free now. */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function folder(name) {
  mkdirSync(artifacts, { recursive: true });
  return mkdtempSync(join(artifacts, `${name}-`));
}

/** Each: `prepare()` once, `warmup` in seconds if it needs more than the others (its first load, each further one), `start()` for the command and the ports (or how to read them from its first line), `version()`. */
export const peers = {
  devicebridge: {
    path: '/_bridge/mqtt',
    prepare: () => execFileSync(join(root, 'bridge'), ['--version'], { stdio: ['ignore', 'ignore', 'inherit'] }),
    version: () => `DeviceBridge ${execFileSync(join(root, 'bridge'), ['--version']).toString().trim()}`,
    // Compiled while it runs: ten seconds of load until the code is what it will be, and some more for what another load uses.
    warmup: [10, 5],
    async start() {
      return {
        command: ['dotnet', join(root, 'clients/cli/bin/Release/net10.0/bridge.dll'), 'relay', '--mqtt-open', '--json', '--local', '--no-tls',
          '--device-port', '0', '--console-port', '0', '--mqtt-port', '0', '--data', folder('devicebridge')],
        ready: (line) => {
          const { mqtt, console: address } = JSON.parse(line);
          return { tcp: Number(new URL(mqtt).port), ws: Number(new URL(address).port) };
        },
      };
    },
  },
  mosquitto: {
    path: '/',
    version: () => execFileSync('sh', ['-c', 'mosquitto -h | head -1']).toString().trim(),
    async start() {
      const [tcp, ws] = [await freePort(), await freePort()];
      const file = join(folder('mosquitto'), 'mosquitto.conf');
      writeFileSync(file, `allow_anonymous true\nset_tcp_nodelay true\nlistener ${tcp} 127.0.0.1\nlistener ${ws} 127.0.0.1\nprotocol websockets\n`);
      return { command: ['mosquitto', '-c', file], ports: { tcp, ws } };
    },
  },
  nats: {
    path: '/mqtt',
    version: () => execFileSync('nats-server', ['--version']).toString().trim(),
    async start() {
      const [client, tcp, ws] = [await freePort(), await freePort(), await freePort()];
      const data = folder('nats');
      const file = join(data, 'nats.conf');
      writeFileSync(file, `server_name: bench\nlisten: 127.0.0.1:${client}\njetstream { store_dir: "${data}" }\nmqtt { listen: 127.0.0.1:${tcp} }\n` +
        `websocket { listen: "127.0.0.1:${ws}", no_tls: true }\n`);
      return { command: ['nats-server', '-c', file], ports: { tcp, ws } };
    },
  },
  mqttnet: {
    path: '/mqtt',
    prepare: () => execFileSync('dotnet', ['build', '-c', 'Release', '--nologo', '-v', 'quiet', join(here, 'mqttnet')], { stdio: ['ignore', 'ignore', 'inherit'] }),
    version: () => `MQTTnet ${/"MQTTnet\.Server\/([^"]+)"/.exec(readFileSync(join(here, 'mqttnet/bin/Release/net10.0/MqttNetBroker.deps.json'), 'utf8'))[1]}`,
    warmup: [10, 5], // as ours
    async start() {
      return { command: ['dotnet', join(here, 'mqttnet/bin/Release/net10.0/MqttNetBroker.dll')], ready: (line) => JSON.parse(line) };
    },
  },
  aedes: {
    path: '/',
    prepare() {
      const target = join(artifacts, 'aedes');
      mkdirSync(target, { recursive: true });
      for (const file of ['package.json', 'broker.js']) {
        copyFileSync(join(here, 'aedes', file), join(target, file));
      }
      execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: target, stdio: ['ignore', 'ignore', 'inherit'] });
    },
    version: () => `aedes ${execFileSync('node', ['-p', 'require("./node_modules/aedes/package.json").version'], { cwd: join(artifacts, 'aedes') }).toString().trim()}`,
    async start() {
      return { command: ['node', join(artifacts, 'aedes', 'broker.js')], ready: (line) => JSON.parse(line) };
    },
  },
};
