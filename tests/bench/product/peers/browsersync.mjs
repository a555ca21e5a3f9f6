// Browsersync for one folder, without its debounce: see peers.mjs for what it is given and prints.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [, , installed, site] = process.argv;
const browserSync = createRequire(join(installed, 'package.json'))('browser-sync').create();
browserSync.init({
  server: site, files: [join(site, '**', '*')], reloadDebounce: 0,
  port: 34_000, listen: '127.0.0.1', open: false, ui: false, notify: false, ghostMode: false, online: false, logLevel: 'silent',
}, (error, instance) => {
  if (error) throw error;
  console.log(JSON.stringify({ port: instance.options.get('port') }));
});
process.stdin.on('end', () => process.exit()).resume();
