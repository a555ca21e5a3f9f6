// Browsersync for one folder, quick: argv is the folder it is installed in and the folder to serve. Prints its address, ends with its input.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [, , installed, site] = process.argv;
const browserSync = createRequire(join(installed, 'package.json'))('browser-sync').create();
browserSync.init({
  server: site, files: [join(site, '**', '*')], reloadDebounce: 0,
  port: 34_000, listen: '127.0.0.1', open: false, ui: false, notify: false, ghostMode: false, online: false, logLevel: 'silent',
}, (error, instance) => {
  if (error) throw error;
  console.log(JSON.stringify({ url: instance.options.getIn(['urls', 'local']), port: instance.options.get('port'), version: instance.options.get('version') ?? browserSync.version }));
});
process.stdin.on('end', () => process.exit()).resume();
