import assert from "node:assert/strict";
import { test } from "node:test";
import { FrameQueue } from "../../../src/feed/frameQueue.ts";

function queue(hidden = false) {
  const applied: number[] = [], frames: (() => void)[] = [], timeouts: (() => void)[] = [];
  const schedule = { hidden: () => hidden, frame: (run: () => void) => { frames.push(run); }, timeout: (run: () => void) => { timeouts.push(run); } };
  return { queue: new FrameQueue(list => applied.push(list.length), schedule), applied, frames, timeouts };
}

test("FrameQueue_SeveralFrames_AreAppliedOncePerAnimationFrame", () => {
  const { queue: q, applied, frames } = queue();
  for (let i = 0; i < 5; i++) q.push({});
  assert.deepEqual([applied, frames.length], [[], 1]);
  frames[0]?.();
  q.push({});
  assert.deepEqual([applied, frames.length], [[5], 2]);
});

test("FrameQueue_HiddenTab_UsesATimer", () => {
  const { queue: q, applied, frames, timeouts } = queue(true);
  q.push({});
  timeouts[0]?.();
  assert.deepEqual([applied, frames.length], [[1], 0]);
});

test("FrameQueue_TooManyWaiting_AreAppliedAtOnce", () => {
  const { queue: q, applied } = queue();
  for (let i = 0; i < 1_024; i++) q.push({});
  assert.deepEqual(applied, [512, 512]);
});

test("FrameQueue_Cleared_AppliesNothing", () => {
  const { queue: q, applied, frames } = queue();
  q.push({});
  q.clear();
  frames[0]?.();
  assert.deepEqual(applied, []);
});
