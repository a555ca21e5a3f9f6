// A save to what it does in the page, for DeviceBridge and Browsersync in turn: the same page, in the same browser.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clockOffset, now, pause } from '../clock.mjs';
import { until } from '../browser.mjs';
import { summary } from '../statistics.mjs';

/** Longer than any quiet period or aftermath of either, so that each save stands alone. */
const APART = [700, 1000];

/** From before the write to the frame in which the style has changed, and to the word of it in the page where that comes by WebSocket. */
async function saveCss({ page, site }, value) {
  const color = `rgb(${value}, ${value + 1}, ${value + 2})`;
  await page.evaluate((expected) => {
    window.benchTold = undefined;
    window.benchSocket = (direction, text, at) => { if (direction === 'received' && text.includes('style.css')) window.benchTold ??= at; };
    window.benchStyle = new Promise((resolve) => {
      const heading = document.querySelector('h1');
      const look = () => getComputedStyle(heading).color === expected ? resolve(performance.timeOrigin + performance.now()) : requestAnimationFrame(look);
      look();
    });
  }, color);
  const offset = await page.evaluate(clockOffset);
  await pause(...APART);
  const ours = clockOffset(); // takes some milliseconds: not between the time and the write
  const saved = now() - ours;
  writeFileSync(join(site, 'style.css'), `h1 { color: ${color}; }\n`);
  const applied = (await page.evaluate(() => window.benchStyle)) - offset - saved;
  const told = (await page.evaluate(() => window.benchTold)) - offset - saved;
  return { total: applied, 'save to the word of it in the page': told };
}

/** From before the write to the new document's DOMContentLoaded. */
async function saveHtml({ page, site }, value) {
  const file = join(site, 'index.html');
  const html = readFileSync(file, 'utf8').replace(/data-build="\d+"/, `data-build="${value}"`);
  await pause(...APART);
  const ours = clockOffset(); // takes some milliseconds: not between the time and the write
  const saved = now() - ours;
  writeFileSync(file, html);
  await until('the page has been reloaded', () => page.evaluate((build) => document.documentElement.dataset.build === build && !!window.benchReady, String(value)));
  const { origin, ready } = await page.evaluate(() => ({ origin: performance.timeOrigin, ready: window.benchReady }));
  const offset = (await page.evaluate(clockOffset)) + saved;
  return { total: ready - offset, 'save to the start of the navigation': origin - offset };
}

export async function saveToPage({ tools, saves }) {
  const results = [];
  for (const [what, save, goal] of [['a .css file to its style in the page', saveCss, 30], ['an .html file to the reloaded page\'s DOMContentLoaded', saveHtml, 80]]) {
    const seen = new Map(tools.map((tool) => [tool.name, []]));
    for (let i = 0; i < saves + 1; i++) {
      for (const tool of i % 2 ? tools : tools.toReversed()) {
        const times = await save(tool, i + 10);
        if (i > 0) seen.get(tool.name).push(times);
      }
    }
    for (const [name, times] of seen) {
      results.push({ measure: `Save of ${what}, ${name}`, unit: 'ms', ...(name === tools[0].name && { goal }), ...summary(times.map(({ total }) => total)) });
      for (const stage of Object.keys(times[0]).slice(1)) {
        results.push({ measure: `– of which ${stage}`, unit: 'ms', ...summary(times.map((one) => one[stage])) });
      }
    }
  }
  return results;
}
