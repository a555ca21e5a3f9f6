// A save to what it does in the page, for DeviceBridge and its peers in turn: the same page, in the same browser.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clockOffset, now, pause } from '../clock.mjs';
import { summary } from '../statistics.mjs';

/** Longer than any quiet period or aftermath of any of them, so that each save stands alone. */
const APART = [700, 1000];
const GIVEN_UP = 30_000;

/** Runs in the page: notes when the heading has this colour, and when a message said that it would. */
function watchStyle(expected) {
  const stamp = () => performance.timeOrigin + performance.now();
  window.benchTold = undefined;
  window.benchSocket = (direction, text, at) => { if (direction === 'received' && /style\.css|refreshcss/.test(text)) window.benchTold ??= at; };
  // A style comes with a sheet that has loaded or an element that has changed. Looked at right then, and every 4 ms besides: not in
  // animation frames, which come every 16 ms and would make everybody slower, and those more who are just behind one.
  window.benchStyle = new Promise((resolve) => {
    const heading = document.querySelector('h1');
    const observer = new MutationObserver(() => look());
    const look = () => {
      if (getComputedStyle(heading).color !== expected) return;
      document.removeEventListener('load', look, true);
      observer.disconnect();
      clearInterval(timer);
      resolve(stamp());
    };
    const timer = setInterval(look, 4);
    document.addEventListener('load', look, true);
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  });
}

/** From before the write to the instant in which the page has the new style, and to the word of it in the page. */
async function saveCss({ page, site }, value) {
  const color = `rgb(${value}, ${value + 1}, ${value + 2})`;
  await pause(...APART);
  const offset = await page.evaluate(clockOffset);
  await page.evaluate(watchStyle, color);
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
  const ready = page.waitForEvent('domcontentloaded', { timeout: GIVEN_UP });
  const saved = now() - ours;
  writeFileSync(file, html);
  await ready;
  const seen = await page.evaluate(() => ({ build: document.documentElement.dataset.build, origin: performance.timeOrigin, ready: window.benchReady }));
  if (seen.build !== String(value)) throw new Error(`The page was reloaded with what it was before: ${seen.build} for ${value}.`);
  const offset = (await page.evaluate(clockOffset)) + saved;
  return { total: seen.ready - offset, 'save to the start of the navigation': seen.origin - offset };
}

const KINDS = [
  { what: 'a .css file to its style in the page', save: saveCss, goal: 15 },
  { what: 'an .html file to the reloaded page\'s DOMContentLoaded', save: saveHtml, goal: 50 },
];

/** One row of each tool, ours first; ours has its goals, and that it is ahead of each peer is one of them. */
export async function saveToPage({ tools, saves }) {
  const results = [];
  for (const { what, save, goal } of KINDS) {
    const seen = new Map(tools.map((tool) => [tool.name, []]));
    for (let i = 0; i < saves + 2; i++) {
      for (let turn = 0; turn < tools.length; turn++) {
        const tool = tools[(turn + i) % tools.length];
        const times = await save(tool, i + 10);
        if (i > 1) seen.get(tool.name).push(times); // warm by then
      }
    }
    const totals = new Map([...seen].map(([name, times]) => [name, summary(times.map(({ total }) => total))]));
    const best = Math.min(...[...totals].slice(1).map(([, { p50 }]) => p50));
    for (const [name, times] of seen) {
      results.push({ measure: `Save of ${what}, ${name}`, unit: 'ms', ...(name === tools[0].name && { goal, ...(Number.isFinite(best) && { peer: best }) }), ...totals.get(name) });
      for (const stage of Object.keys(times[0]).slice(1)) {
        results.push({ measure: `– of which ${stage}`, unit: 'ms', ...summary(times.map((one) => one[stage])) });
      }
    }
  }
  return results;
}
