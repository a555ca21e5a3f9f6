import assert from "node:assert/strict";
import { test } from "node:test";
import { FilteredRows } from "../../../src/log/filteredRows.ts";
import type { LogRow } from "../../../src/log/logRow.ts";
import { RowHeights } from "../../../src/log/rowHeights.ts";
import { RowRing } from "../../../src/log/rowRing.ts";
import { ScrollAnchor } from "../../../src/log/scrollAnchor.ts";
import { entryRow } from "./rows.ts";

const VIEW = 100;

function list(count: number, capacity = 1_000) {
  const rows = new RowRing<LogRow>(capacity);
  const shown = new FilteredRows(rows);
  shown.filter(null);
  const add = (n: number) => {
    for (let i = 0; i < n; i++) rows.push({ ...entryRow("x"), id: rows.end });
    shown.update();
  };
  add(count);
  const heights = new RowHeights(shown, 10);
  return { rows, shown, heights, add, anchor: new ScrollAnchor(shown, heights) };
}

test("ScrollAnchor_New_FollowsTheEnd", () => {
  const { anchor, add } = list(50);
  assert.equal(anchor.top(VIEW), 400);
  add(5);
  assert.deepEqual([anchor.top(VIEW), anchor.news()], [450, 0]);
});

test("ScrollAnchor_ScrolledUp_StaysAndCountsNews", () => {
  const { anchor, add, rows } = list(50);
  anchor.scrolled(123, VIEW, rows.end);
  add(7);
  assert.deepEqual([anchor.top(VIEW), anchor.news(), anchor.stuck], [123, 7, false]);
});

test("ScrollAnchor_ScrolledBackToTheEnd_Follows", () => {
  const { anchor, rows } = list(50);
  anchor.scrolled(123, VIEW, rows.end);
  anchor.scrolled(397, VIEW, rows.end);
  assert.equal(anchor.stuck, true);
});

test("ScrollAnchor_RowsTrimmedAbove_TheSameRowStays", () => {
  const { anchor, add, rows } = list(50, 50);
  anchor.scrolled(205, VIEW, rows.end);
  add(8);
  assert.equal(anchor.top(VIEW), 125);
});

test("ScrollAnchor_RowOpenedAbove_TheSameRowStays", () => {
  const { anchor, heights, rows } = list(50);
  anchor.scrolled(205, VIEW, rows.end);
  heights.set(3, 60);
  assert.equal(anchor.top(VIEW), 255);
});

test("ScrollAnchor_RowFilteredAway_TheNextOneStandsThere", () => {
  const { anchor, shown, heights, rows } = list(50);
  anchor.scrolled(210, VIEW, rows.end);
  shown.filter(row => row.id % 2 === 0);
  heights.invalidate();
  assert.equal(anchor.top(VIEW), 110);
});

test("ScrollAnchor_Held_StaysWhereTheEndWas", () => {
  const { anchor, add, rows } = list(50);
  anchor.hold(VIEW, rows.end);
  add(3);
  assert.deepEqual([anchor.top(VIEW), anchor.news()], [400, 3]);
});
