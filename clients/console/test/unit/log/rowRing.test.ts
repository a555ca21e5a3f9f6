import assert from "node:assert/strict";
import { test } from "node:test";
import { RowRing } from "../../../src/log/rowRing.ts";

function filled(capacity: number, count: number) {
  const ring = new RowRing<{ id: number }>(capacity);
  for (let i = 0; i < count; i++) ring.push({ id: ring.end });
  return ring;
}

test("RowRing_BelowCapacity_KeepsAll", () => {
  const ring = filled(5, 5);
  assert.deepEqual([ring.first, ring.end, ring.size, ring.get(0)?.id, ring.last()?.id], [0, 5, 5, 0, 4]);
});

test("RowRing_AtCapacity_HandsBackTheOldest", () => {
  const ring = filled(5, 5);
  assert.equal(ring.push({ id: 5 })?.id, 0);
  assert.deepEqual([ring.first, ring.end, ring.size, ring.get(0), ring.get(1)?.id, ring.get(5)?.id], [1, 6, 5, undefined, 1, 5]);
});

test("RowRing_Cleared_NumbersOn", () => {
  const ring = filled(5, 7);
  ring.clear();
  assert.deepEqual([ring.first, ring.end, ring.size, ring.last()], [7, 7, 0, undefined]);
  ring.push({ id: 7 });
  assert.deepEqual([ring.get(7)?.id, ring.get(6)], [7, undefined]);
});
