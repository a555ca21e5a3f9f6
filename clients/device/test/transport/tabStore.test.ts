import assert from "node:assert/strict";
import { test } from "node:test";
import { createOutbox } from "../../src/transport/outbox.ts";
import type { Outbox } from "../../src/transport/outbox.ts";
import { createTabStore } from "../../src/transport/tabStore.ts";
import { FakePlatform } from "../fakePlatform.ts";

const ORIGIN = 1_700_000_000_000;
const left = (more: object = {}) => JSON.stringify({ device: "d1", feed: "log", batch: { page: "old", seq: 3, origin: ORIGIN - 5000, items: [{ t: 1 }] }, ...more });

function setUp(prepare?: (platform: FakePlatform) => void, parsed = true) {
  const platform = new FakePlatform();
  prepare?.(platform);
  const page = { id: "p1", origin: ORIGIN };
  const outbox: Outbox = createOutbox(platform, page, { added: (...item) => store.added(...item), acknowledged: () => store.acknowledged(), held() {} });
  const store = createTabStore(platform, page, outbox);
  const log = outbox.numbered("log", (count) => `{"dropped":${count}}`);
  if (parsed) store.take();
  const connect = () => {
    let sent = 0;
    const session = { send: () => void sent++, buffered: () => 0, check() {}, end() {} };
    outbox.up(session, { device: "d1", topic: (feed) => feed, resumed: false, receiveMaximum: 16, topicAliasMaximum: 0, maximumPacketSize: 262144 });
    return { acknowledge: () => { for (let id = 1; id <= sent; id++) outbox.acked(id, 0); } };
  };
  return { platform, outbox, store, log, connect };
}

/** The numbers of what is stored of this page, in order. */
const numbersIn = (items: Map<string, string>) =>
  [...items.values()].map((text) => JSON.parse(text).batch).filter(({ page }) => page === "p1")
    .sort((a, b) => a.seq - b.seq).flatMap(({ seq, items }) => items.map((_: unknown, i: number) => seq + i));
const numbers = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);

test("TabStore_FewLines_AreThereBeforeTheirTaskEnds", () => {
  const { platform, log } = setUp();
  for (let i = 0; i < 20; i++) {
    log.push(`{"t":${i}}`);
    assert.deepEqual(numbersIn(platform.stored), numbers(0, i + 1));
  }
});

test("TabStore_BeforeThePageIsParsed_IsNotAsked", () => {
  const { platform, log, store } = setUp(undefined, false);
  log.push("{}");
  assert.equal(platform.writes, 0);
  store.take();
  assert.deepEqual(numbersIn(platform.stored), [0]);
});

test("TabStore_UnderLoad_TakesAFiftiethOfTheTimeAndIsWhole", async () => {
  for (const takes of [0, 0.1, 1, 20]) {
    const { platform, log } = setUp();
    platform.writeTakes = takes;
    const start = platform.time;
    for (let i = 0; i < 1900; i++) {
      log.push(`{"t":${i}}`);
      await platform.pass(1);
    }
    const most = (3 + 0.02 * (platform.time - start)) / Math.max(takes, 0.1) + 4;
    assert.ok(platform.writes <= most, `${platform.writes} writes of ${takes} ms in ${platform.time - start} ms`);
    await platform.pass(10_000);
    assert.deepEqual(numbersIn(platform.stored), numbers(0, 1900));
  }
});

test("TabStore_LongLines_CostTheirOwnPieceOnly", () => {
  const { platform, log } = setUp();
  for (let i = 0; i < 20; i++) log.push(`"${"x".repeat(9000)}"`);
  for (const text of platform.stored.values()) assert.ok(text.length < 20_000);
  assert.deepEqual(numbersIn(platform.stored), numbers(0, 20));
});

test("TabStore_MoreThanItsShare_KeepsTheNewest", async () => {
  const { platform, log } = setUp();
  for (let i = 0; i < 100; i++) {
    log.push(`"${"x".repeat(9000)}"`);
    await platform.pass(100);
  }
  assert.deepEqual(numbersIn(platform.stored), numbers(36, 64));
});

test("TabStore_Amended_KeepsTheLast", () => {
  const { platform, log } = setUp();
  log.push("1");
  log.amend("2");
  assert.deepEqual(JSON.parse([...platform.stored.values()][0]!).batch.items, [2]);
});

test("TabStore_Acknowledged_IsEmptyAndTheOthersStorageWasNeverUsed", async () => {
  const { platform, log, connect } = setUp();
  const { acknowledge } = connect();
  for (let i = 0; i < 50; i++) {
    log.push(`${i}`);
    await platform.pass(100);
    acknowledge();
  }
  await platform.pass(1100);
  assert.deepEqual([platform.stored.size, platform.sharedItems.size], [0, 0]);
});

test("TabStore_RelayAway_AnotherTabCanTakeOverAfterTwoSeconds", async () => {
  const { platform, log, connect } = setUp();
  log.push("1");
  await platform.pass(2100);
  assert.deepEqual(numbersIn(platform.sharedItems), [0]);
  log.push("2");
  await platform.pass(2100);
  assert.deepEqual(numbersIn(platform.sharedItems), [0, 1]);
  const { acknowledge } = connect();
  await platform.pass(100);
  acknowledge();
  await platform.pass(1100);
  assert.deepEqual([platform.stored.size, platform.sharedItems.size], [0, 0]);
});

test("TabStore_Saved_AnotherTabCanTakeOverAtOnce", () => {
  const { platform, log, store } = setUp();
  log.push("1");
  store.save();
  assert.deepEqual(numbersIn(platform.sharedItems), [0]);
});

test("TabStore_OriginsShareUsed_LeavesTheRestToThePage", () => {
  const { platform, log, store } = setUp((platform) => {
    for (let i = 0; i < 128; i++) platform.sharedItems.set(`bridge:outbox:other:${i}`, left());
  });
  log.push("1");
  store.save();
  assert.deepEqual(numbersIn(platform.sharedItems), []);
});

test("TabStore_TakenTwice_GivesThePastOnceAndKeepsItUntilItArrived", async () => {
  const { platform, outbox, store, connect } = setUp((platform) => {
    platform.stored.set("bridge:outbox:old:0", left());
    platform.sharedItems.set("bridge:outbox:old:0", left());
  });
  store.take();
  store.adopt();
  assert.equal(JSON.parse(outbox.unacknowledged(1 << 18)).length, 1);
  assert.deepEqual([platform.stored.size, platform.sharedItems.size], [1, 1]);
  connect().acknowledge();
  assert.deepEqual([platform.stored.size, platform.sharedItems.size], [0, 0]);
});

test("TabStore_SeveralPieces_ComeInTheirOrder", () => {
  const piece = (page: string, origin: number, seq: number) => left({ batch: { page, origin, seq, items: [1] } });
  const { outbox } = setUp((platform) => {
    platform.stored.set("bridge:outbox:b:1", piece("b", ORIGIN - 10, 4));
    platform.stored.set("bridge:outbox:a:0", piece("a", ORIGIN - 20, 7));
    platform.stored.set("bridge:outbox:b:0", piece("b", ORIGIN - 10, 2));
  });
  assert.deepEqual(JSON.parse(outbox.unacknowledged(1 << 18)).map(({ batch }: any) => batch.page + batch.seq), ["a7", "b2", "b4"]);
});

test("TabStore_LeftByATabThatIsGone_IsTakenOverOnlyOfThisDeviceAndNotForEver", () => {
  const { platform, outbox, store, connect } = setUp((platform) => {
    platform.sharedItems.set("bridge:outbox:mine:0", left());
    platform.sharedItems.set("bridge:outbox:other:0", left({ device: "d2" }));
    platform.sharedItems.set("bridge:outbox:ancient:0", left({ batch: { page: "x", seq: 0, origin: ORIGIN - 25 * 3_600_000, items: [1] } }));
  });
  connect();
  store.adopt();
  assert.equal(JSON.parse(outbox.unacknowledged(1 << 18)).length, 1);
  assert.deepEqual([...platform.sharedItems.keys()], ["bridge:outbox:mine:0", "bridge:outbox:other:0"]);
});

test("TabStore_WithAForeignText_StartsAnew", () => {
  for (const text of ["{", '{"a":1}', "null", '[{"feed":1}]', left({ feed: "../state" }), left({ batch: { items: 3 } })]) {
    const { outbox, log, platform } = setUp((platform) => platform.stored.set("bridge:outbox:x:0", text));
    assert.equal(outbox.unacknowledged(1 << 18), "", text);
    log.push("1");
    assert.deepEqual(numbersIn(platform.stored), [0]);
  }
});

test("TabStore_Full_HarmsNothing", () => {
  const { platform, log, outbox, store } = setUp();
  platform.storage.setItem = () => false;
  log.push("1");
  store.save();
  assert.equal(JSON.parse(outbox.unacknowledged(1000)).length, 1);
});
