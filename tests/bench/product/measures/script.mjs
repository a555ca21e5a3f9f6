// The injected script's size, as a paired page gets it.
import { gzipSync } from 'node:zlib';

export async function scriptBytes({ phone }) {
  const text = await phone.page.evaluate(async () => (await fetch('/_bridge/bridge.js')).text());
  const raw = Buffer.from(text);
  if (raw.length < 1000) throw new Error(`That is no script: ${text}`);
  const one = (value) => ({ n: 1, p50: value, p95: null });
  return [
    { measure: 'Injected script, raw', unit: 'bytes', ...one(raw.length) },
    { measure: 'Injected script, gzip -9', unit: 'bytes', goal: 15 * 1024, ...one(gzipSync(raw, { level: 9 }).length) },
  ];
}
