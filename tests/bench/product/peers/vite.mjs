// Vite's dev server for one folder: see peers.mjs for what it is given and prints.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , installed, site] = process.argv;
const { createServer } = await import(pathToFileURL(createRequire(join(installed, 'package.json')).resolve('vite')));
const server = await createServer({ root: site, configFile: false, logLevel: 'silent', clearScreen: false, server: { host: '127.0.0.1', port: 34_200 } });
await server.listen();
console.log(JSON.stringify({ port: server.httpServer.address().port }));
process.stdin.on('end', () => process.exit()).resume();
