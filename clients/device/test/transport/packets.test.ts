import assert from "node:assert/strict";
import { test } from "node:test";
import { generate, parser } from "mqtt-packet";
import * as packets from "../../src/transport/packets.ts";
import { createPacketReader } from "../../src/transport/packetReader.ts";
import type { Packet } from "../../src/transport/packetReader.ts";

/** Read by a codec that isn't ours. */
function decode(bytes: Uint8Array): any {
  const found: any[] = [];
  const read = parser({ protocolVersion: 5 });
  read.on("packet", (packet: any) => found.push(packet));
  read.on("error", (error: Error) => { throw error; });
  read.parse(Buffer.from(bytes));
  assert.equal(found.length, 1);
  return found[0];
}

const utf8 = new TextEncoder();

test("Connect_OfAFirstPage_HasEmptyClientIdCleanStartAndPage", () => {
  const packet = decode(packets.connect({ clientId: "", cleanStart: true, keepAlive: 90, sessionExpiry: 600, receiveMaximum: 16, user: [["page", "ä1"]] }));
  assert.equal(packet.protocolVersion, 5);
  assert.equal(packet.clientId, "");
  assert.equal(packet.clean, true);
  assert.equal(packet.keepalive, 90);
  assert.equal(packet.properties.sessionExpiryInterval, 600);
  assert.equal(packet.properties.receiveMaximum, 16);
  assert.equal(packet.properties.userProperties.page, "ä1");
});

test("Publish_WithEverything_IsReadByAnotherCodec", () => {
  const correlation = new Uint8Array([0, 1, 255]);
  const packet = decode(packets.publish({ topic: "a/b", payload: utf8.encode("{}"), id: 513, again: true, alias: 3, correlation }));
  assert.deepEqual(
    [packet.topic, packet.payload.toString(), packet.qos, packet.messageId, packet.dup, packet.properties.topicAlias, packet.properties.contentType],
    ["a/b", "{}", 1, 513, true, 3, "application/json"]);
  assert.deepEqual([...packet.properties.correlationData], [0, 1, 255]);
});

test("Publish_OfEachLengthAroundTheVarintSteps_IsReadByAnotherCodec", () => {
  for (const length of [0, 100, 119, 120, 121, 16_370, 16_377, 16_378, 16_379, 2_097_140, 2_097_150]) {
    const packet = decode(packets.publish({ topic: "t", payload: new Uint8Array(length).fill(65) }));
    assert.equal(packet.payload.length, length);
    assert.equal(packet.qos, 0);
  }
});

test("Subscribe_TwoFilters_AreReadByAnotherCodec", () => {
  const packet = decode(packets.subscribe(65535, ["a/#", "b/+"]));
  assert.equal(packet.messageId, 65535);
  assert.deepEqual(packet.subscriptions.map((one: any) => [one.topic, one.qos]), [["a/#", 1], ["b/+", 1]]);
});

test("SmallPackets_Each_AreReadByAnotherCodec", () => {
  assert.equal(decode(packets.puback(7)).messageId, 7);
  assert.equal(decode(packets.pingreq()).cmd, "pingreq");
  const bye = decode(packets.disconnect(600));
  assert.deepEqual([bye.cmd, bye.reasonCode, bye.properties.sessionExpiryInterval], ["disconnect", 0, 600]);
});

const incoming: any[] = [
  {
    cmd: "connack", reasonCode: 0, sessionPresent: true,
    properties: {
      sessionExpiryInterval: 5, receiveMaximum: 10, maximumQoS: 1, retainAvailable: true, maximumPacketSize: 70000, assignedClientIdentifier: "d1.é",
      topicAliasMaximum: 3, reasonString: "fine", userProperties: { room: "main", label: "Rötes" }, wildcardSubscriptionAvailable: true,
      subscriptionIdentifiersAvailable: true, sharedSubscriptionAvailable: false, serverKeepAlive: 30, responseInformation: "r", serverReference: "s",
    },
  },
  { cmd: "suback", messageId: 65535, granted: [1, 1] },
  {
    cmd: "publish", topic: "bridge/v1/main/d1/down/eval", payload: '{"code":"1"}', qos: 1, messageId: 9, dup: false, retain: false,
    properties: { payloadFormatIndicator: true, contentType: "application/json", messageExpiryInterval: 3, responseTopic: "x", subscriptionIdentifier: 300, correlationData: Buffer.from([9, 8]) },
  },
  { cmd: "puback", messageId: 3, reasonCode: 0x97 },
  { cmd: "pingresp" },
  { cmd: "disconnect", reasonCode: 0x8b },
];

test("Reader_PacketsSplitAtEveryByte_ReadsTheSame", () => {
  const bytes = new Uint8Array(Buffer.concat(incoming.map((packet) => generate(packet, { protocolVersion: 5 }))));
  for (let split = 0; split <= bytes.length; split++) {
    const found: Packet[] = [];
    const read = createPacketReader((packet) => found.push(packet));
    read(bytes.subarray(0, split));
    read(bytes.subarray(split));
    assert.deepEqual(found.map((packet) => packet.type), [2, 9, 3, 4, 13, 14]);
    const [connack, , publish, puback, , disconnect] = found;
    assert.equal(connack!.sessionPresent, true);
    assert.equal(new TextDecoder().decode(connack!.properties.data[0x12]), "d1.é");
    assert.deepEqual(connack!.properties.user, { room: "main", label: "Rötes" });
    assert.equal(connack!.properties.numbers[0x27], 70000);
    assert.equal(connack!.properties.numbers[0x13], 30);
    assert.deepEqual([publish!.topic, publish!.id, new TextDecoder().decode(publish!.payload)], ["bridge/v1/main/d1/down/eval", 9, '{"code":"1"}']);
    assert.deepEqual([...publish!.properties.data[0x09]!], [9, 8]);
    assert.equal(publish!.properties.numbers[0x0b], 300);
    assert.deepEqual([puback!.id, puback!.reason, disconnect!.reason], [3, 0x97, 0x8b]);
  }
});

test("Reader_OneByteAtATime_ReadsTheSame", () => {
  const bytes = Buffer.concat(incoming.map((packet) => generate(packet, { protocolVersion: 5 })));
  const types: number[] = [];
  const read = createPacketReader((packet) => types.push(packet.type));
  for (const byte of bytes) read(new Uint8Array([byte]));
  assert.deepEqual(types, [2, 9, 3, 4, 13, 14]);
});

test("Reader_MalformedInput_ThrowsAndNeverHangs", () => {
  for (const bytes of [[0x30, 0xff, 0xff, 0xff, 0xff], [0x30, 0xff, 0xff, 0xff, 0x7f], [0x20, 1, 0], [0x32, 4, 0, 9, 65, 65], [0x40, 1, 0], [0x20, 4, 0, 0, 1, 0x12]])
    assert.throws(() => createPacketReader(() => {})(new Uint8Array(bytes)), String(bytes));
});

test("Reader_RandomBytes_ThrowsOrReadsButEnds", () => {
  let seed = 42;
  const next = () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) >> 16;
  for (let round = 0; round < 20_000; round++) {
    const bytes = new Uint8Array(next() % 40).map(() => next());
    let read = 0;
    try {
      createPacketReader(() => void read++)(bytes);
    } catch (error) {
      assert.match((error as Error).message, /truncated packet|malformed length/);
    }
    assert.ok(read <= bytes.length);
  }
});
