import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect as dial } from "node:net";
import { userInfo } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import * as packets from "../../src/transport/packets.ts";
import { createPacketReader } from "../../src/transport/packetReader.ts";
import type { Packet } from "../../src/transport/packetReader.ts";

/** A broker that isn't ours, at a socket in a folder of its own, and what it sends. */
async function startMosquitto() {
  const folder = mkdtempSync("/tmp/mosquitto-"); // and not in TMPDIR: a socket's path has 107 bytes at most, and with mosquitto no space
  writeFileSync(join(folder, "conf"), `listener 0 ${join(folder, "socket")}\nallow_anonymous true\nuser ${userInfo().username}\n`);
  const broker = spawn("/usr/sbin/mosquitto", ["-v", "-c", join(folder, "conf")]);
  const ended = once(broker, "exit");
  let said = "";
  await new Promise<void>((ready, fail) => {
    broker.stderr.on("data", (text) => {
      said += text;
      if (said.includes("running")) ready();
    });
    ended.then(() => fail(new Error(`mosquitto ended: ${said}`)), fail);
  });
  const socket = dial(join(folder, "socket"));
  const received: Packet[] = [];
  const read = createPacketReader((packet) => received.push(packet));
  socket.on("data", (bytes) => read(new Uint8Array(bytes))); // also of what comes while nobody waits
  const until = async (type: number, count = 1): Promise<Packet> => {
    for (;;) {
      const found = received.filter((packet) => packet.type === type)[count - 1];
      if (found) return found;
      await once(socket, "data", { signal: AbortSignal.timeout(60_000) });
    }
  };
  const stop = async () => {
    broker.kill();
    await ended;
    rmSync(folder, { recursive: true });
  };
  return { socket, until, stop };
}

test("Mosquitto_OurPackets_AreUnderstood", async () => {
  const { socket, until, stop } = await startMosquitto();
  try {
    socket.write(packets.connect({ clientId: "", cleanStart: true, keepAlive: 90, sessionExpiry: 600, receiveMaximum: 16, user: [["page", "p1"]] }));
    const connack = await until(2);
    assert.equal(connack.reason, 0);
    assert.ok(connack.properties.data[0x12]!.length > 0);
    socket.write(packets.subscribe(65535, ["t/#"]));
    await until(9);
    const body = (text: string) => new TextEncoder().encode(text);
    socket.write(packets.publish({ topic: "t/a", alias: 1, payload: body("1"), id: 1, correlation: new Uint8Array([1, 2]) }));
    socket.write(packets.publish({ topic: "", alias: 1, payload: body("2") }));
    const [one, two] = [await until(3, 1), await until(3, 2)];
    assert.equal((await until(4)).reason, 0);
    assert.deepEqual([one.topic, [...one.properties.data[0x09]!], two.topic, new TextDecoder().decode(two.payload)], ["t/a", [1, 2], "t/a", "2"]);
    socket.write(packets.puback(one.id));
    socket.write(packets.pingreq());
    await until(13);
    socket.write(packets.disconnect(0));
    await once(socket, "close");
  } finally {
    await stop();
  }
});
