// live-server for one folder, without its wait: see peers.mjs for what it is given and prints.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [, , installed, site] = process.argv;
const server = createRequire(join(installed, 'package.json'))('live-server').start({ root: site, host: '127.0.0.1', port: 34_100, wait: 0, open: false, logLevel: 0 });
server.on('listening', () => console.log(JSON.stringify({ port: server.address().port })));
process.stdin.on('end', () => process.exit()).resume();
