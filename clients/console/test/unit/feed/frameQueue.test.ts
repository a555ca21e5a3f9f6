import assert from "node:assert/strict";
import { test } from "node:test";
import { FrameQueue } from "../../../src/feed/frameQueue.ts";

function queue(hidden = false) {
  const applied: number[] = [], frames: (() => void)[] = [], timeouts: (() => void)[] = [];
  const schedule = { hidden: () => hidden, frame: (run: () => void) => { frames.push(run); }, timeout: (run: () => void) => { timeouts.push(run); } };
  return { queue: new FrameQueue(list => applied.push(list.length), schedule), applied, frames, timeouts };
}

test("FrameQueue_FirstFrame_IsAppliedAtOnceAndTheRestOncePerAnimationFrame", () => {
  const { queue: q, applied, frames } = queue();
  for (let i = 0; i < 5; i++) q.push({});
  assert.deepEqual([applied, frames.length], [[1], 1]);
  frames[0]?.();
  assert.deepEqual([applied, frames.length], [[1, 4], 2]);
  q.push({});
  assert.deepEqual(applied, [1, 4]);
  frames[1]?.();
  assert.deepEqual([applied, frames.length], [[1, 4, 1], 3]);
});

test("FrameQueue_AfterAQuietFrame_AppliesAtOnceAgain", () => {
  const { queue: q, applied, frames } = queue();
  q.push({});
  frames[0]?.();
  q.push({});
  assert.deepEqual([applied, frames.length], [[1, 1], 2]);
});

test("FrameQueue_HiddenTab_UsesATimer", () => {
  const { queue: q, applied, frames, timeouts } = queue(true);
  q.push({});
  q.push({});
  timeouts[0]?.();
  assert.deepEqual([applied, frames.length], [[1, 1], 0]);
});

test("FrameQueue_TooManyWaiting_AreAppliedWithoutAFrame", () => {
  const { queue: q, applied, frames } = queue();
  for (let i = 0; i < 1_025; i++) q.push({});
  assert.deepEqual([applied, frames.length], [[1, 512, 512], 1]);
});

test("FrameQueue_Cleared_AppliesNothing", () => {
  const { queue: q, applied, frames } = queue();
  q.push({});
  q.push({});
  q.clear();
  frames[0]?.();
  assert.deepEqual(applied, [1]);
});
