import assert from "node:assert/strict";
import { test } from "node:test";
import { MotionStore } from "../../../src/motion/motionStore.ts";
import { SampleSeries } from "../../../src/motion/sampleSeries.ts";
import { scaleRange } from "../../../src/motion/scaleRange.ts";

function series(count: number, gap: number, capacity = 100) {
  const samples = new SampleSeries(1, capacity);
  for (let i = 0; i < count; i++) samples.push(i * gap, [i]);
  return samples;
}

test("SampleSeries_Rate_IsByTheSamplesOwnTimes", () => {
  assert.equal(Math.round(series(600, 1_000 / 60, 1_000).rate()), 60);
  assert.equal(Math.round(series(50, 100).rate()), 10);
  assert.equal(series(1, 1).rate(), 0);
});

test("SampleSeries_BeyondCapacity_KeepsTheNewest", () => {
  const samples = series(1_050, 10);
  assert.ok(samples.t.length >= 100 && samples.t.length < 200);
  assert.deepEqual([samples.count, samples.last, samples.latest(), samples.columns[0]?.length], [1_050, 10_490, [1_049], samples.t.length]);
});

test("SampleSeries_From_IsTheFirstAtOrAfter", () => {
  const samples = series(10, 10);
  assert.deepEqual([-5, 0, 1, 90, 91].map(t => samples.from(t)), [0, 0, 1, 9, 10]);
});

test("SampleSeries_TimeGoesBack_StartsAgain", () => {
  const samples = series(10, 10);
  samples.push(5, [1]);
  assert.deepEqual(samples.t, [5]);
});

test("MotionStore_Silence_BreaksTheLines", () => {
  const store = new MotionStore();
  for (const t of [0, 400, 1_000]) store.motion("d1", { page: "p", seq: 0, origin: 0, items: [{ t, a: [t, 0, 0] }] }, 0);
  assert.deepEqual(store.get("d1")?.motion.columns[0], [0, 400, null, 1_000]);
});

test("MotionStore_KnownDevices_AreAnnounced", () => {
  const store = new MotionStore();
  store.orientation("d1", { page: "p", seq: 0, origin: 0, items: [{ t: 0, o: [1, 2, 3], absolute: false }] }, 0);
  assert.deepEqual(store.known.value, []);
  store.announce();
  assert.deepEqual([store.known.value, store.revision.value], [["d1"], 1]);
  store.announce();
  assert.equal(store.revision.value, 1);
});

test("ScaleRange_SmallValues_KeepTheLeastSpan", () => assert.equal(scaleRange(-0.1, 0.2, 4, 0), 2));
test("ScaleRange_LargerValues_GrowAtOnceToARoundStep", () => assert.deepEqual([scaleRange(-11, 3, 4, 2), scaleRange(0, 260, 40, 0)], [15, 300]));
test("ScaleRange_SlightlySmallerValues_DoNotShrink", () => assert.equal(scaleRange(-8, 8, 4, 15), 15));
test("ScaleRange_MuchSmallerValues_Shrink", () => assert.equal(scaleRange(-3, 2, 4, 15), 3));
