// event.timeStamp of a devicemotion event to its sample in the data that the console's chart draws.
import { summary } from '../statistics.mjs';

export async function sensorToChart({ phone, desk, device, samples }) {
  const [from, to] = [await phone.offset(), await desk.offset()];
  const seen = await desk.page.evaluate(({ device, samples }) => new Promise((resolve) => {
    const seen = [];
    const { port1, port2 } = new MessageChannel();
    let count = null;
    let over = false;
    const look = () => {
      const at = performance.timeOrigin + performance.now();
      const motion = window.__bridgeConsole.motion(device)?.motion;
      if (over || !motion || motion.count === count) return;
      const fresh = count === null ? 0 : motion.count - count;
      count = motion.count;
      if (fresh) for (const t of motion.t.slice(-fresh)) seen.push(at - t);
      if (seen.length < samples) return;
      over = true;
      resolve(seen.slice(0, samples));
    };
    // Whatever changes the data does so after a message from the relay or in an animation frame: this looks right after either.
    const frame = () => {
      if (over) return;
      port2.postMessage(0);
      requestAnimationFrame(frame);
    };
    port1.onmessage = look;
    window.benchSocket = () => port2.postMessage(0);
    frame();
  }), { device, samples });
  return [{ measure: 'Sensor event to the chart\'s data', unit: 'ms', ...summary(seen.map((ms) => ms + from - to)) }];
}
