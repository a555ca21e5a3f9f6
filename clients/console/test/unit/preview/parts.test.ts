import assert from "node:assert/strict";
import { test } from "node:test";
import { children, isOpenable } from "../../../src/preview/children.ts";
import { shortLocation, stackFrames } from "../../../src/preview/stackFrames.ts";
import { tableData } from "../../../src/preview/tableData.ts";
import { previewText } from "../../../src/preview/tokens.ts";
import { array, error, map, number, object, text } from "../../fixture/previews.ts";

test("Children_Map_KeepsArrowsAndKeys", () => {
  const { list } = children(map([text("a"), number(1)], [number(2), text("b")]));
  assert.deepEqual(list.map(child => [child.key, child.arrow]), [["a", true], ["2", true]]);
});

test("IsOpenable_PlainValue_IsNot", () => {
  assert.deepEqual([number(1), text("a"), object({}), { type: "array" as const, size: 9 }].map(isOpenable), [false, false, false, false]);
});

test("IsOpenable_PartsStackOrLines_Is", () => {
  assert.deepEqual([array(number(1)), error("E", "m", "u"), text("a\nb")].map(isOpenable), [true, true, true]);
});

test("TableData_RowsOfObjects_UnitesTheirColumns", () => {
  const table = tableData(array(object({ a: number(1), b: number(2) }), object({ b: number(3), c: number(4) })));
  assert.deepEqual(table?.columns, ["a", "b", "c"]);
  assert.deepEqual(table?.rows.map(row => [row.index, ...row.cells.map(cell => cell && previewText(cell))]), [["0", "1", "2", undefined], ["1", undefined, "3", "4"]]);
});

test("TableData_PlainValues_HaveOneColumn", () => {
  assert.deepEqual(tableData(array(number(1), text("x")))?.columns, ["value"]);
});

test("TableData_NotSomethingWithRows_IsNoTable", () => {
  assert.deepEqual([tableData(number(1)), tableData(undefined)], [null, null]);
});

test("StackFrames_Chromium_AreTakenApart", () => {
  assert.deepEqual(stackFrames("TypeError: no\n    at run (https://h/app.js:3:5)\n    at https://h/app.js:9:1"), [
    { text: "run", location: "https://h/app.js:3:5" }, { text: "(anonymous)", location: "https://h/app.js:9:1" },
  ]);
});

test("StackFrames_SafariAndFirefox_AreTakenApart", () => {
  assert.deepEqual(stackFrames("run@https://h/app.js:3:5\n@https://h/app.js:9:1"), [
    { text: "run", location: "https://h/app.js:3:5" }, { text: "(anonymous)", location: "https://h/app.js:9:1" },
  ]);
});

test("ShortLocation_Address_IsFileAndLine", () => {
  assert.deepEqual(["https://h/a/b/app.js?v=3:12:5", "https://h/:4:1", "https://h/page.html#x:7", "app.js:1"].map(shortLocation), ["app.js:12:5", "(index):4:1", "page.html:7", "app.js:1"]);
});
