// console.log in the page under test to its line in the console's DOM, and the stages in between.
import { pause } from '../clock.mjs';
import { summary } from '../statistics.mjs';

export async function logToDom({ phone, desk, samples }) {
  await phone.page.evaluate(() => {
    window.benchSocket = (direction, text, at) => { if (direction === 'sent' && text.includes(window.benchMark)) window.benchSent ??= at; };
    window.benchLog = (mark) => {
      window.benchMark = mark;
      window.benchSent = undefined;
      const at = performance.timeOrigin + performance.now();
      console.log(mark);
      return at;
    };
  });
  await desk.page.evaluate(() => {
    const stamp = () => performance.timeOrigin + performance.now();
    window.benchSocket = (direction, text, at) => {
      if (direction === 'received' && window.benchMark && text.includes(window.benchMark)) window.benchReceived ??= at;
    };
    window.benchExpect = (mark) => {
      window.benchMark = mark;
      window.benchReceived = undefined;
      window.benchShown = new Promise((resolve) => {
        const observer = new MutationObserver((records) => {
          const dom = stamp();
          const shows = (node) => node.textContent.includes(mark);
          if (!records.some((record) => record.type === 'characterData' ? shows(record.target) : [...record.addedNodes].some(shows))) return;
          observer.disconnect();
          requestAnimationFrame(() => resolve({ received: window.benchReceived, dom, frame: stamp() }));
        });
        observer.observe(document.body, { childList: true, characterData: true, subtree: true });
      });
    };
  });
  const [from, to] = [await phone.offset(), await desk.offset()];
  const stages = { total: [], 'page to socket': [], 'socket to console': [], 'console to DOM': [], frame: [] };
  for (let i = 0; i < samples + 5; i++) {
    const mark = `bench-${i}-${Math.random().toString(36).slice(2)}`;
    await desk.page.evaluate((m) => window.benchExpect(m), mark);
    await pause(40);
    const logged = (await phone.page.evaluate((m) => window.benchLog(m), mark)) - from;
    const seen = await desk.page.evaluate(() => window.benchShown);
    if (i < 5) continue; // warm-up
    const sent = (await phone.page.evaluate(() => window.benchSent)) - from;
    stages.total.push(seen.dom - to - logged);
    stages['page to socket'].push(sent - logged);
    stages['socket to console'].push(seen.received - to - sent);
    stages['console to DOM'].push(seen.dom - seen.received);
    stages.frame.push(seen.frame - to - logged);
  }
  const { total, frame, ...parts } = stages;
  return [
    { measure: 'console.log to line in the console\'s DOM', unit: 'ms', goal: 20, ...summary(total) },
    ...Object.entries(parts).map(([name, values]) => ({ measure: `– of which ${name}`, unit: 'ms', ...summary(values) })),
    { measure: 'console.log to the animation frame that draws its line', unit: 'ms', ...summary(frame) },
  ];
}
