// The injected script's size, as a paired page gets it.
import { gzipSync } from 'node:zlib';

export async function scriptBytes({ phone }) {
  const get = async (query) => {
    const text = await phone.page.evaluate(async (address) => (await fetch(address)).text(), `/_bridge/bridge.js${query}`);
    if (text.length < 1000) throw new Error(`That is no script: ${text}`);
    return Buffer.from(text);
  };
  const [raw, later] = [await get(''), await get('?commands')];
  const one = (value) => ({ n: 1, p50: value, p95: null });
  return [
    { measure: 'Injected script, raw', unit: 'bytes', ...one(raw.length) },
    { measure: 'Injected script, gzip -9', unit: 'bytes', goal: 15 * 1024, ...one(gzipSync(raw, { level: 9 }).length) },
    { measure: 'What it loads after the page, gzip -9', unit: 'bytes', ...one(gzipSync(later, { level: 9 }).length) },
  ];
}
