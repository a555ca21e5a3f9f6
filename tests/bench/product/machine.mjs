// What the numbers were measured on, and how busy it was.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';

function distribution() {
  try {
    return /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? '';
  } catch {
    return process.platform;
  }
}

/** The machine, without a browser. */
export function host() {
  const [one, five] = loadavg();
  return {
    cpu: cpus()[0].model, cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30), os: `${distribution()}, kernel ${release().split('-')[0]}`,
    dotnet: `.NET SDK ${execFileSync('dotnet', ['--version']).toString().trim()}`,
    node: `Node.js ${process.versions.node}`, loadBefore: [one, five].map((load) => Math.round(load * 10) / 10),
  };
}

export const machine = (browser) => ({ ...host(), browser: `Chromium ${browser.version()}, headless` });
