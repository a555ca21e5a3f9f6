import assert from "node:assert/strict";
import { test } from "node:test";
import { installFlush } from "../../src/transport/flush.ts";
import { createOutbox } from "../../src/transport/outbox.ts";
import { createTabStore } from "../../src/transport/tabStore.ts";
import { FakePlatform } from "../fakePlatform.ts";

const LEFT = '{"device":"d1","feed":"log","batch":{"page":"old","seq":3,"origin":1699999999999,"items":[{"t":1}]}}';

function setUp(stored?: string) {
  const platform = new FakePlatform();
  if (stored) platform.stored.set("bridge:outbox:old:0", stored);
  platform.answer = () => Promise.resolve({ ok: true });
  const page = { id: "p1", origin: 1_700_000_000_000 };
  const outbox = createOutbox(platform, page, { added: (...item) => store.added(...item), acknowledged: () => store.acknowledged(), held() {} });
  const store = createTabStore(platform, page, outbox);
  const left: boolean[] = [];
  installFlush(platform, "/ingest", outbox, store, (kept) => left.push(kept));
  const log = outbox.numbered("log", (count) => `{"dropped":${count}}`);
  const leave = (persisted: boolean) => platform.win.dispatchEvent(Object.assign(new Event("pagehide"), { persisted }));
  return { platform, outbox, store, log, left, leave };
}

test("Flush_NothingToSay_SendsAndStoresNothing", () => {
  const { platform, left, leave } = setUp();
  leave(true);
  assert.deepEqual([platform.requests, [...platform.stored], left], [[], [], [true]]);
});

test("Flush_BeforeThePageWasParsed_KeepsWhatThePageBeforeLeft", () => {
  const { platform, log, leave } = setUp(LEFT);
  log.push('{"t":5}');
  leave(false);
  const expected = [["old", 3, [{ t: 1 }]], ["p1", 0, [{ t: 5 }]]];
  const read = (batches: any[]) => batches.map(({ batch }) => [batch.page, batch.seq, batch.items]);
  assert.deepEqual(read(JSON.parse(platform.requests[0]!.init.body)), expected);
  assert.deepEqual(read([...platform.stored.values()].map((text) => JSON.parse(text))), expected);
});

test("Flush_MoreThanABrowserTakes_SendsItsOldestPart", () => {
  const { platform, log, leave } = setUp();
  const text = "€".repeat(900);
  for (let i = 0; i < 60; i++) log.push(`{"t":${i},"text":"${text}"}`);
  leave(false);
  const { body } = platform.requests[0]!.init;
  assert.ok(Buffer.byteLength(body) <= 60_000);
  const { seq, items } = JSON.parse(body)[0].batch;
  assert.deepEqual([seq, items[0].t, items.length > 5], [0, 0, true]);
});
