import assert from "node:assert/strict";
import { test } from "node:test";
import { FilteredRows } from "../../../src/log/filteredRows.ts";
import type { LogRow } from "../../../src/log/logRow.ts";
import { RowHeights } from "../../../src/log/rowHeights.ts";
import { RowRing } from "../../../src/log/rowRing.ts";
import { entryRow } from "./rows.ts";

const BASE = 24;

function list(count: number) {
  const rows = new RowRing<LogRow>(1_000);
  const add = (n: number) => { for (let i = 0; i < n; i++) rows.push({ ...entryRow("x"), id: rows.end }); };
  add(count);
  const shown = new FilteredRows(rows);
  shown.filter(null);
  return { rows, add, shown, heights: new RowHeights(shown, BASE) };
}

/** The same, added up row by row. */
function naiveTops(shown: FilteredRows, open: Map<number, number>): number[] {
  const tops = [0];
  for (let i = 0; i < shown.length; i++) tops.push((tops[i] as number) + (open.get(shown.idAt(i)) ?? BASE));
  return tops;
}

test("RowHeights_AllClosed_IsArithmetic", () => {
  const { heights } = list(10);
  assert.deepEqual([heights.top(0), heights.top(10), heights.indexAt(0), heights.indexAt(23.9), heights.indexAt(24), heights.indexAt(9_999)], [0, 240, 0, 0, 1, 9]);
});

test("RowHeights_RandomlyOpenAndFiltered_AgreesWithAddingUp", () => {
  const { shown, heights } = list(300);
  const open = new Map<number, number>();
  let seed = 7;
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  for (let round = 0; round < 60; round++) {
    const id = Math.floor(random() * 300);
    if (open.has(id)) {
      open.delete(id);
      heights.close(id);
    } else {
      const height = 25 + Math.floor(random() * 200);
      open.set(id, height);
      heights.set(id, height);
    }
    const keep = 1 + Math.floor(random() * 4);
    shown.filter(row => row.id % keep === 0);
    heights.invalidate();
    const tops = naiveTops(shown, open);
    tops.forEach((top, index) => assert.equal(heights.top(index), top));
    for (let index = 0; index < shown.length; index++) {
      assert.equal(heights.indexAt(tops[index] as number), index);
      assert.equal(heights.indexAt((tops[index + 1] as number) - 1), index);
    }
  }
});

test("RowHeights_OpenRowTrimmed_CountsNoMore", () => {
  const { rows, add, shown, heights } = list(1_000);
  heights.set(2, 124);
  heights.set(500, 74);
  assert.equal(heights.top(1_000), 1_000 * BASE + 150);
  add(10);
  shown.update();
  heights.trim(rows.first);
  assert.equal(heights.top(shown.length), 1_000 * BASE + 50);
});

test("RowHeights_SameHeightAgain_IsNoChange", () => {
  const { heights } = list(3);
  assert.deepEqual([heights.set(1, 50), heights.set(1, 50), heights.set(1, 51)], [true, false, true]);
});
