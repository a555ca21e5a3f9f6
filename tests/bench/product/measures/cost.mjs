// What one console.log costs the page: the same page with and without the script, in blocks that take turns.
import { pause } from '../clock.mjs';
import { summary } from '../statistics.mjs';

/** Runs in the page: µs a call. Each call has something else to say, so that nothing is folded into a repeat count. */
function block({ calls, from }) {
  const began = performance.now();
  for (let i = 0; i < calls; i++) console.log('moved to', from + i, { x: i, y: 2 * i, label: 'point' });
  return ((performance.now() - began) * 1000) / calls;
}

export async function logCost({ bare, phone, blocks }) {
  const calls = 100;
  const [without, having] = [[], []];
  for (let i = 0; i < blocks + 3; i++) {
    for (const [page, into] of i % 2 ? [[bare, without], [phone.page, having]] : [[phone.page, having], [bare, without]]) {
      const cost = await page.evaluate(block, { calls, from: i * calls });
      if (i >= 3) into.push(cost);
      await pause(600); // a device may send 200 messages a second; the outbox is empty again by the next block
    }
  }
  const extra = having.map((value, i) => value - without[i]);
  return [
    { measure: `One console.log without the script (blocks of ${calls})`, unit: 'µs', ...summary(without) },
    { measure: 'One console.log with the script', unit: 'µs', ...summary(having) },
    { measure: '– the script\'s part', unit: 'µs', ...summary(extra) },
  ];
}
