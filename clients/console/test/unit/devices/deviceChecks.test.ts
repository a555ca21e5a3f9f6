import assert from "node:assert/strict";
import { test } from "node:test";
import type { DeviceState } from "@bridge/protocol";
import { deviceChecks, worst } from "../../../src/devices/deviceChecks.ts";

const good: DeviceState = {
  device: "d1", label: "Pixel", color: "#112233", presence: "online", since: "", pages: 1, url: "https://192.168.1.20:5443/", secure: true, transport: "ws", rtt: 12,
  sensors: { motion: "on", orientation: "on" },
};

const states = (device: DeviceState) => Object.fromEntries(deviceChecks(device).map(check => [check.title, check.state]));

test("DeviceChecks_AllWell_AreOk", () => {
  assert.deepEqual(states(good), { "Reachable": "ok", "Trusted": "ok", "Secure context": "ok", "Motion sensor": "ok", "Permission": "ok", "Transport": "ok" });
  assert.equal(worst(deviceChecks(good)), "ok");
});

test("DeviceChecks_PlainHttp_SendsToHttps", () => {
  const plain = { ...good, url: "http://192.168.1.20:5080/", secure: false, sensors: { motion: "insecure" } } as DeviceState;
  assert.deepEqual(states(plain), { "Reachable": "ok", "Trusted": "todo", "Secure context": "bad", "Motion sensor": "todo", "Permission": "todo", "Transport": "ok" });
  assert.equal(worst(deviceChecks(plain)), "bad");
});

test("DeviceChecks_EachFault_HasItsState", () => {
  assert.equal(states({ ...good, transport: "http" })["Transport"], "warn");
  assert.equal(states({ ...good, sensors: { motion: "denied" } })["Permission"], "bad");
  assert.equal(states({ ...good, sensors: { motion: "prompt" } })["Permission"], "todo");
  assert.equal(states({ ...good, sensors: { motion: "absent" } })["Motion sensor"], "bad");
  assert.equal(states({ ...good, presence: "asleep" })["Reachable"], "warn");
  assert.deepEqual(states({ ...good, presence: "offline" }), { "Reachable": "bad" });
});
