import assert from "node:assert/strict";
import { test } from "node:test";
import { installStatus } from "../src/status.ts";
import { FakePlatform } from "./fakePlatform.ts";

function setUp() {
  const platform = new FakePlatform();
  let measured = 0;
  Object.assign(platform.win, { location: { href: "http://site/" }, navigator: { userAgent: "agent" }, innerHeight: 844, devicePixelRatio: 3 });
  Object.defineProperty(platform.win, "innerWidth", { get: () => (measured++, 390) });
  const state = { connected: true };
  const told: any[] = [];
  const status = installStatus({
    platform, page: { id: "p1", origin: 1 }, transport: () => "ws", sensors: () => ({}), dropped: () => 0,
    connected: () => state.connected, post: (payload) => told.push(JSON.parse(payload)),
  });
  return { platform, state, told, status, measured: () => measured };
}

test("Status_NobodyToTell_AsksTheWindowForNothing", async () => {
  const { platform, state, told, status, measured } = setUp();
  state.connected = false;
  platform.doc.dispatchEvent(new Event("visibilitychange"));
  await platform.pass(3000);
  assert.deepEqual([told.length, measured()], [0, 0], "a page that goes would be laid out for it once more");
  state.connected = true;
  status.tell();
  assert.deepEqual([told.length, told[0].viewport], [1, [390, 844, 3]]);
});

test("Status_Unchanged_IsToldOnce", async () => {
  const { platform, told, status } = setUp();
  status.tell();
  await platform.pass(5000);
  assert.equal(told.length, 1);
  platform.doc.visibilityState = "hidden";
  platform.doc.dispatchEvent(new Event("visibilitychange"));
  assert.deepEqual(told.map((one) => one.visibility), ["visible", "hidden"]);
});
