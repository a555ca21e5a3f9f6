// One Chromium for the phone and the console, as contexts of their own.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { clockOffset, pause } from './clock.mjs';
import { root } from './relay.mjs';

const { chromium } = createRequire(join(root, 'clients', 'device', 'package.json'))('playwright-core');

export const launch = () => chromium.launch({
  executablePath: process.env.BRIDGE_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** Asks until the answer is true; waitForFunction would need eval, which the console's policy forbids. */
export async function until(what, probe) {
  for (const limit = Date.now() + 30_000; Date.now() < limit; await pause(20)) if (await probe().catch(() => false)) return;
  throw new Error(`Waited in vain until ${what}.`);
}

/** A page that keeps when its document was ready, and when it sent and received over WebSocket: see watchSockets. */
export async function openPhone(browser, url, { sensors = false } = {}) {
  const context = await browser.newContext(PHONE);
  const page = await context.newPage();
  await page.addInitScript(watchSockets);
  await page.addInitScript(() => addEventListener('DOMContentLoaded', () => { window.benchReady = performance.timeOrigin + performance.now(); }));
  const devTools = await context.newCDPSession(page);
  if (sensors) await emulateMotion(devTools);
  await page.goto(url);
  await page.waitForURL((address) => !address.pathname.startsWith('/_bridge/'));
  return { page, devTools, offset: () => page.evaluate(clockOffset), close: () => context.close() };
}

export async function openConsole(browser, url) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  const page = await context.newPage();
  await page.addInitScript(watchSockets);
  await page.goto(url);
  await until('the console is live', () => page.evaluate(() => window.__bridgeConsole?.connection() === 'live'));
  return { page, offset: () => page.evaluate(clockOffset), close: () => context.close() };
}

async function emulateMotion(devTools) {
  for (const type of ['accelerometer', 'linear-acceleration', 'gyroscope']) {
    await devTools.send('Emulation.setSensorOverrideEnabled', { enabled: true, type, metadata: { available: true } });
    await devTools.send('Emulation.setSensorOverrideReadings', { type, reading: { xyz: { x: 1, y: 2, z: 9.8 } } });
  }
}

/** Runs in the page, before its scripts: tells window.benchSocket(direction, text, time) of every message, where somebody listens. */
function watchSockets() {
  const text = new TextDecoder();
  const tell = (direction, data) => {
    const at = performance.timeOrigin + performance.now();
    window.benchSocket?.(direction, typeof data === 'string' ? data : text.decode(data), at);
  };
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (data) {
    tell('sent', data);
    return send.call(this, data);
  };
  const Original = WebSocket;
  window.WebSocket = class extends Original {
    constructor(...args) {
      super(...args);
      this.addEventListener('message', (event) => tell('received', event.data));
    }
  };
}
