import assert from "node:assert/strict";
import { test } from "node:test";
import { parser } from "mqtt-packet";
import { createOutbox } from "../../src/transport/outbox.ts";
import type { Route } from "../../src/transport/outbox.ts";
import { FakePlatform } from "../fakePlatform.ts";

const page = { id: "p1", origin: 5 };

function setUp(more: Partial<Route> = {}) {
  const platform = new FakePlatform();
  const held: boolean[] = [];
  const outbox = createOutbox(platform, page, { added() {}, acknowledged() {}, held: (now) => held.push(now) });
  const log = outbox.numbered("log", (count) => `{"dropped":${count}}`);
  const motion = outbox.lossy("sensor/motion");
  const connect = (resumed = false) => {
    const sent: any[] = [];
    const read = parser({ protocolVersion: 5 });
    read.on("packet", (packet: any) => sent.push({ ...packet, json: JSON.parse(packet.payload.toString()) }));
    const session = {
      bufferedBytes: 0,
      send: (bytes: Uint8Array) => void read.parse(Buffer.from(bytes)),
      buffered: () => session.bufferedBytes, check() {}, end() {},
    };
    outbox.up(session, { device: "d1", topic: (feed) => `t/${feed}`, resumed, receiveMaximum: 10, topicAliasMaximum: 4, maximumPacketSize: 262144, ...more });
    return { session, sent, seqs: () => sent.filter((one) => one.json.items).flatMap((one) => one.json.items.map((_: any, i: number) => one.json.seq + i)) };
  };
  return { platform, outbox, log, motion, connect, held };
}

const numbers = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);

test("Outbox_LogsOfOneTask_GoInOneNumberedBatch", async () => {
  const { platform, log, connect } = setUp();
  const { sent } = connect();
  for (let i = 0; i < 3; i++) log.push(String(i));
  assert.equal(sent.length, 0);
  await platform.pass(0);
  assert.deepEqual(sent[0].json, { page: "p1", seq: 0, origin: 5, items: [0, 1, 2] });
  assert.equal(sent[0].qos, 1);
  log.push("3");
  await platform.pass(1000);
  assert.equal(sent[1].json.seq, 3);
});

test("Outbox_ManyLogs_GoAtMostFortyTimesASecond", async () => {
  const { platform, outbox, log, connect } = setUp();
  const { sent } = connect();
  for (let ms = 0; ms < 1000; ms++) {
    log.push("1");
    await platform.pass(1);
    for (const one of sent) outbox.acked(one.messageId, 0);
  }
  assert.ok(sent.length <= 41 && sent.length > 30, `${sent.length} messages`);
  assert.equal(sent.flatMap((one) => one.json.items).length, 1000);
});

test("Outbox_WhileDisconnected_KeepsAndSendsInOrder", async () => {
  const { platform, log, connect } = setUp();
  for (let i = 0; i < 500; i++) log.push(String(i));
  await platform.pass(5000);
  const { seqs } = connect();
  await platform.pass(5000);
  assert.deepEqual(seqs(), numbers(0, 500));
});

test("Outbox_LossThatWasTold_IsCountedAgainWhenItMakesWayItself", async () => {
  const { platform, outbox, log, connect } = setUp();
  for (let i = 0; i < 2005; i++) log.push(String(i));
  outbox.unacknowledged(1000); // the page froze
  log.push("2005");
  const { sent } = connect();
  await platform.pass(100);
  assert.deepEqual([sent[0].json.seq, sent[0].json.items.slice(0, 2)], [5, [{ dropped: 6 }, 6]]);
  assert.equal(outbox.dropped(), 6);
});

test("Outbox_AfterReconnect_ResendsWhatIsNotAcknowledgedWithTheSameNumbers", async () => {
  for (const resumed of [true, false]) {
    const { platform, outbox, log, connect } = setUp();
    const first = connect();
    for (let i = 0; i < 4; i++) {
      log.push(String(i));
      await platform.pass(100);
    }
    assert.equal(first.sent.length, 4);
    outbox.acked(first.sent[1].messageId, 0);
    outbox.down();
    log.push("4");
    const second = connect(resumed);
    await platform.pass(1000);
    assert.deepEqual(second.seqs(), [0, 2, 3, 4]);
    assert.deepEqual(second.sent.map((one) => one.dup), [resumed, resumed, resumed, false]);
    assert.deepEqual(second.sent.slice(0, 3).map((one) => one.messageId), [1, 3, 4], "MQTT-4.4.0-1: the original packet identifiers");
    for (const one of second.sent) outbox.acked(one.messageId, 0);
    outbox.down();
    assert.equal(connect().sent.length, 0, "acknowledged is done");
  }
});

test("Outbox_ReceiveMaximum_IsNeverExceeded", async () => {
  const { platform, outbox, log, connect } = setUp({ receiveMaximum: 3 });
  const { sent } = connect();
  for (let i = 0; i < 10; i++) {
    log.push(`"${"x".repeat(30_000)}"`);
    await platform.pass(50);
  }
  assert.equal(sent.length, 3);
  outbox.acked(sent[0].messageId, 0);
  await platform.pass(50);
  assert.equal(sent.length, 4);
});

test("Outbox_Full_DropsTheOldestAndSaysHowMany", async () => {
  const { platform, outbox, log, connect } = setUp();
  for (let i = 0; i < 2500; i++) log.push(String(i));
  assert.equal(outbox.dropped(), 500);
  const { sent, seqs } = connect();
  for (let i = 0; i < 10; i++) {
    await platform.pass(100);
    for (const one of sent) outbox.acked(one.messageId, 0);
  }
  const items = sent.flatMap((one) => one.json.items);
  assert.deepEqual(items[0], { dropped: 500 });
  assert.deepEqual(items.slice(1), numbers(500, 2000));
  assert.deepEqual(seqs(), numbers(499, 2001), "the entry stands in the place of the last one dropped");
});

test("Outbox_FullOfBytes_StaysBelowItsBound", () => {
  const { outbox, log } = setUp();
  for (let i = 0; i < 200; i++) log.push(`"${"x".repeat(20_000)}"`);
  assert.ok(outbox.unacknowledged(Infinity).length < 1.1 * (1 << 20));
  assert.ok(outbox.dropped() > 100);
});

test("Outbox_SlowLink_SendsLogsBeforeSensors", async () => {
  const { platform, outbox, log, motion, connect } = setUp();
  const { session, sent } = connect();
  session.bufferedBytes = 100_000;
  motion.push("1");
  outbox.flushLossy();
  log.push("2");
  await platform.pass(100);
  assert.deepEqual(sent.map((one) => one.topic), ["t/log"]);
  session.bufferedBytes = 1_000_000;
  log.push("3");
  await platform.pass(1000);
  assert.equal(sent.length, 1, "nor do logs go into a socket that is full");
  session.bufferedBytes = 0;
  await platform.pass(100);
  outbox.flushLossy();
  assert.deepEqual(sent.slice(1).map((one) => [one.topic, one.json.seq]), [["", 1], ["t/sensor/motion", 0]]);
});

test("Outbox_SensorsWhileDisconnected_KeepTheNewestWithTheirNumbers", () => {
  const { outbox, motion, connect } = setUp();
  for (let i = 0; i < 1000; i++) motion.push(String(i));
  assert.equal(outbox.dropped(), 700);
  const { sent } = connect();
  outbox.flushLossy();
  assert.equal(sent[0].json.seq, 700);
  assert.deepEqual(sent[0].json.items, numbers(700, 300));
  assert.equal(sent[0].qos, 0);
});

test("Outbox_TopicAliases_ReplaceTheTopicFromTheSecondMessageOn", () => {
  const { outbox, motion, connect } = setUp({ topicAliasMaximum: 1 });
  const { sent } = connect();
  for (let i = 0; i < 2; i++) {
    motion.push("1");
    outbox.flushLossy();
  }
  outbox.post("status", "{}");
  outbox.down();
  const next = connect();
  motion.push("1");
  outbox.flushLossy();
  assert.deepEqual(sent.map((one) => [one.topic, one.properties?.topicAlias]), [["t/sensor/motion", 1], ["", 1], ["t/status", undefined]]);
  assert.deepEqual(next.sent.map((one) => one.topic), ["t/status", "t/sensor/motion"], "a new connection knows no alias");
});

test("Outbox_Reply_ComesAfterWhatWasLoggedBefore", () => {
  const { log, outbox, connect } = setUp();
  const { sent } = connect();
  log.push("1");
  let done = 0;
  outbox.post("reply", "{}", new Uint8Array([1]), () => done++);
  assert.deepEqual(sent.map((one) => one.topic), ["t/log", "t/reply"]);
  assert.deepEqual([...sent[1].properties.correlationData], [1]);
  outbox.acked(sent[1].messageId, 0);
  outbox.acked(sent[1].messageId, 0);
  assert.equal(done, 1);
});

test("Outbox_BatchesTheRelayRefused_AreCounted", async () => {
  const { platform, log, outbox, connect } = setUp();
  const { sent } = connect();
  log.push("1");
  await platform.pass(10);
  outbox.acked(sent[0].messageId, 0x99);
  assert.equal(outbox.dropped(), 1);
});

test("Outbox_BatchesTheJournalCannotKeepNow_GoAgainAfterAWhileInOrderAndHoldNoReplyBack", async () => {
  const { platform, log, outbox, connect, held } = setUp();
  const { sent, seqs } = connect();
  for (let i = 0; i < 3; i++) {
    log.push(String(i));
    await platform.pass(100);
  }
  for (const one of [...sent]) outbox.acked(one.messageId, 0x97);
  assert.deepEqual(held, [true]);
  log.push("3");
  await platform.pass(900);
  outbox.post("reply", "{}");
  assert.deepEqual(sent.slice(3).map((one) => one.topic || one.json), ["t/reply"]);
  await platform.pass(6000);
  assert.deepEqual(seqs(), [0, 1, 2, 0, 1, 2, 3]);
  assert.equal(new Set(sent.map((one) => one.messageId)).size, sent.length);
  assert.equal(outbox.dropped(), 0);
  for (const one of sent.slice(-2)) outbox.acked(one.messageId, 0);
  assert.deepEqual(held, [true, false]);
});

test("Outbox_ItemThatTheRelayCannotTake_IsCountedInsteadOfCuttingTheLink", async () => {
  const { platform, log, outbox, connect } = setUp({ maximumPacketSize: 1000 });
  const { sent } = connect();
  log.push(`"${"x".repeat(2000)}"`);
  await platform.pass(100);
  log.push("2");
  await platform.pass(100);
  assert.deepEqual(sent.map((one) => one.json.items), [[2]]);
  assert.equal(outbox.dropped(), 1);
});

test("Outbox_Unacknowledged_IsWhatAnotherPageCanAdopt", async () => {
  const { platform, outbox, log, connect } = setUp();
  assert.equal(outbox.unacknowledged(1000), "");
  connect();
  log.push("0");
  await platform.pass(100);
  log.push("1");
  const left = outbox.unacknowledged(1000);
  assert.deepEqual(JSON.parse(left), [
    { feed: "log", batch: { page: "p1", seq: 0, origin: 5, items: [0] } },
    { feed: "log", batch: { page: "p1", seq: 1, origin: 5, items: [1] } },
  ]);
  const next = setUp().outbox;
  for (const { feed, batch } of JSON.parse(left)) next.adopt(feed, batch, () => {});
  assert.equal(next.unacknowledged(1000), left);
});

test("Outbox_AdoptedBatches_GoFirstUnderTheirOwnPageAndTellWhenTheyHaveArrived", async () => {
  const { platform, outbox, log, connect } = setUp();
  let arrived = 0;
  outbox.adopt("log", { page: "old", seq: 7, origin: 1, items: [1, 2] } as any, () => arrived++);
  log.push("9");
  const { sent } = connect();
  await platform.pass(100);
  assert.deepEqual(sent.map((one) => [one.json.page, one.json.seq]), [["old", 7], ["p1", 0]]);
  assert.deepEqual([arrived, outbox.oldest("log")], [0, 0]);
  for (const one of sent) outbox.acked(one.messageId, 0);
  assert.deepEqual([arrived, outbox.oldest("log")], [1, 1]);
});

test("Outbox_Unacknowledged_KeepsToItsLimitOldestFirst", () => {
  const { outbox, log } = setUp();
  for (let i = 0; i < 1000; i++) log.push(`"${String(i).padStart(98)}"`);
  const batches = JSON.parse(outbox.unacknowledged(10_000));
  assert.equal(batches[0].batch.seq, 0);
  assert.ok(batches[0].batch.items.length > 80 && batches[0].batch.items.length <= 100);
});

test("Outbox_Amend_ReplacesTheNewestOnlyWhileItIsHere", async () => {
  const { platform, log, connect } = setUp();
  const { sent } = connect();
  log.push("1");
  assert.equal(log.amend("2"), true);
  await platform.pass(100);
  assert.equal(log.amend("3"), false);
  assert.deepEqual(sent.map((one) => one.json.items), [[2]]);
});
