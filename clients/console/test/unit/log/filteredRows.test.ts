import assert from "node:assert/strict";
import { test } from "node:test";
import { FilteredRows } from "../../../src/log/filteredRows.ts";
import type { LogRow } from "../../../src/log/logRow.ts";
import { RowRing } from "../../../src/log/rowRing.ts";
import { entryRow } from "./rows.ts";

function ring(capacity: number, count: number) {
  const rows = new RowRing<LogRow>(capacity);
  const add = (n: number) => { for (let i = 0; i < n; i++) rows.push({ ...entryRow("x"), id: rows.end }); };
  add(count);
  return { rows, add };
}

const ids = (shown: FilteredRows) => Array.from({ length: shown.length }, (_, i) => shown.idAt(i));
const even = (row: LogRow) => row.id % 2 === 0;

test("FilteredRows_Filter_KeepsWhatPasses", () => {
  const { rows } = ring(10, 7);
  const shown = new FilteredRows(rows);
  shown.filter(even);
  assert.deepEqual(ids(shown), [0, 2, 4, 6]);
});

test("FilteredRows_NewRows_AreTestedOnce", () => {
  const { rows, add } = ring(10, 2);
  const shown = new FilteredRows(rows);
  let tested = 0;
  shown.filter(() => { tested += 1; return true; });
  add(3);
  shown.update();
  shown.update();
  assert.deepEqual([ids(shown), tested], [[0, 1, 2, 3, 4], 5]);
});

test("FilteredRows_TrimmedRows_LeaveAtTheOldEnd", () => {
  const { rows, add } = ring(4, 4);
  const shown = new FilteredRows(rows);
  shown.filter(even);
  add(3);
  assert.deepEqual([shown.update(), ids(shown)], [2, [4, 6]]);
});

test("FilteredRows_Held_TakesNothingUntilReleased", () => {
  const { rows, add } = ring(10, 2);
  const shown = new FilteredRows(rows);
  shown.filter(null);
  shown.holdAt(rows.end);
  add(2);
  shown.update();
  assert.deepEqual(ids(shown), [0, 1]);
  shown.holdAt(Infinity);
  assert.deepEqual(ids(shown), [0, 1, 2, 3]);
});

test("FilteredRows_IndexOf_FindsOrTellsWhereItWouldStand", () => {
  const { rows } = ring(10, 7);
  const shown = new FilteredRows(rows);
  shown.filter(even);
  assert.deepEqual([0, 1, 4, 6, 99].map(id => shown.indexOf(id)), [0, 1, 2, 3, 4]);
});

test("FilteredRows_ManyTrims_StayRight", () => {
  const { rows, add } = ring(15_000, 15_000);
  const shown = new FilteredRows(rows);
  shown.filter(even);
  for (let i = 0; i < 40; i++) {
    add(1_001);
    shown.update();
    assert.equal(shown.idAt(0), rows.first + (rows.first % 2));
    assert.equal(shown.length, Math.ceil(rows.end / 2) - Math.ceil(rows.first / 2));
  }
});
