// ./bridge serve, built before, to the line that says that it is ready.
import { startRelay } from '../relay.mjs';
import { summary } from '../statistics.mjs';

export async function startToReady({ site, starts }) {
  const times = [];
  for (let i = 0; i < starts; i++) {
    const relay = await startRelay(site);
    times.push(relay.readyMs);
    await relay.stop();
  }
  return [{ measure: '`./bridge serve` to its ready line', unit: 'ms', goal: 3000, ...summary(times) }];
}
