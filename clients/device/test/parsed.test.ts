import assert from "node:assert/strict";
import { test } from "node:test";
import { onceParsed } from "../src/parsed.ts";
import { FakePlatform } from "./fakePlatform.ts";

function setUp(readyState: string) {
  const platform = new FakePlatform();
  platform.doc.readyState = readyState;
  const ran: number[] = [];
  const cancel = onceParsed(platform, () => ran.push(platform.time));
  return { platform, ran, cancel };
}

test("Parsed_PageThatIsParsed_IsNotWaitedFor", async () => {
  const { platform, ran } = setUp("interactive");
  await platform.pass(1000);
  assert.deepEqual(ran, [1000]);
});

test("Parsed_PageThatLoads_IsWaitedForWithItsOwnListeners", async () => {
  const { platform, ran } = setUp("loading");
  await platform.pass(60);
  const its: number[] = [];
  platform.doc.addEventListener("DOMContentLoaded", () => its.push(ran.length));
  platform.doc.dispatchEvent(new Event("DOMContentLoaded"));
  await platform.pass(1000);
  assert.deepEqual([ran, its], [[1060], [0]]);
});

test("Parsed_PageThatTakesLong_IsNotWaitedForAnyLonger", async () => {
  const { platform, ran } = setUp("loading");
  await platform.pass(99);
  assert.deepEqual(ran, []);
  await platform.pass(1);
  platform.doc.dispatchEvent(new Event("DOMContentLoaded"));
  await platform.pass(1000);
  assert.deepEqual(ran, [1100]);
});

test("Parsed_CalledOff_NeverRuns", async () => {
  const { platform, ran, cancel } = setUp("loading");
  platform.doc.dispatchEvent(new Event("DOMContentLoaded"));
  cancel();
  await platform.pass(1000);
  assert.deepEqual(ran, []);
});
