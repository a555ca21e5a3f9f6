import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { signal } from "@preact/signals";
import { DeviceStore } from "../../../src/devices/deviceStore.ts";
import { Invitation } from "../../../src/pair/invitation.ts";
import { qrPath, quietZone } from "../../../src/pair/qrPath.ts";
import { FixtureSource } from "../../fixture/fixtureSource.ts";
import { DEVICES } from "../../fixture/room.ts";

const settle = () => new Promise<void>(resolve => setImmediate(resolve));

async function invited(run: (on: { source: FixtureSource; devices: DeviceStore; invitation: Invitation }) => Promise<void>) {
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000_000 });
  try {
    const source = new FixtureSource();
    const devices = new DeviceStore();
    await run({ source, devices, invitation: new Invitation(source, signal("main"), devices) });
  } finally {
    mock.timers.reset();
  }
}

test("Invitation_NobodyLooks_AsksForNothing", () => invited(async ({ source, invitation }) => {
  await settle();
  assert.deepEqual([source.tickets, invitation.ticket.value], [0, null]);
}));

test("Invitation_Watched_RenewsBeforeItExpires", () => invited(async ({ source, invitation }) => {
  const stop = invitation.watch();
  await settle();
  assert.equal(source.tickets, 1);
  mock.timers.tick(114_000);
  await settle();
  assert.equal(source.tickets, 1);
  mock.timers.tick(1_000);
  await settle();
  assert.equal(source.tickets, 2);
  stop();
  mock.timers.tick(300_000);
  await settle();
  assert.deepEqual([source.tickets, invitation.ticket.value], [2, null]);
}));

test("Invitation_ADevicePairs_IsNamedAndTheCodeRenewed", () => invited(async ({ source, devices, invitation }) => {
  devices.set("d1", DEVICES[0] ?? null);
  const stop = invitation.watch();
  await settle();
  assert.equal(invitation.joined.value, "");
  devices.set("d2", DEVICES[1] ?? null);
  await settle();
  assert.deepEqual([invitation.joined.value, source.tickets], ["iPhone of Mara", 2]);
  stop();
}));

test("Invitation_OtherScheme_HasItsOwnCode", () => invited(async ({ invitation }) => {
  const stop = invitation.watch();
  await settle();
  assert.match(invitation.ticket.value?.url ?? "", /^https:/);
  invitation.choose("http");
  await settle();
  assert.match(invitation.ticket.value?.url ?? "", /^http:/);
  stop();
}));

test("Invitation_RelayRefuses_SaysWhyAndTriesAgain", () => invited(async ({ source, invitation }) => {
  const good = source.ticket;
  source.ticket = () => Promise.reject(new Error("There is no room."));
  const stop = invitation.watch();
  await settle();
  assert.deepEqual([invitation.error.value, invitation.ticket.value], ["There is no room.", null]);
  source.ticket = good;
  mock.timers.tick(5_000);
  await settle();
  assert.deepEqual([invitation.error.value, source.tickets], ["", 1]);
  stop();
}));

test("QrPath_Runs_AreOneStrokeEach", () => assert.equal(qrPath(3, "110001000"), "M0 0h2v1h-2zM2 1h1v1h-1z"));
test("QuietZone_CodeWithoutWhiteEdge_GetsOne", () => assert.deepEqual([quietZone(3, "101010101"), quietZone(3, "000010000")], [4, 0]));
