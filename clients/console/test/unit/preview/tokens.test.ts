import assert from "node:assert/strict";
import { test } from "node:test";
import type { Preview } from "@bridge/protocol";
import { previewText, tokens } from "../../../src/preview/tokens.ts";
import { array, bool, map, number, object, text } from "../../fixture/previews.ts";

const CASES: [string, Preview, string][] = [
  ["String", text("a \"b\""), "\"a \"b\"\""],
  ["Number", number(1.5), "1.5"],
  ["NotANumber", { type: "number", text: "NaN" }, "NaN"],
  ["NegativeZero", { type: "number", text: "-0" }, "-0"],
  ["Boolean", bool(false), "false"],
  ["Undefined", { type: "undefined" }, "undefined"],
  ["Null", { type: "null" }, "null"],
  ["BigInt", { type: "bigint", text: "10n" }, "10n"],
  ["Symbol", { type: "symbol", text: "Symbol(a)" }, "Symbol(a)"],
  ["Function", { type: "function", name: "run" }, "ƒ run"],
  ["AnonymousFunction", { type: "function" }, "ƒ anonymous"],
  ["Object", object({ a: number(1), b: text("x") }), "{a: 1, b: \"x\"}"],
  ["ClassInstance", object({ x: number(0) }, "Point"), "Point {x: 0}"],
  ["EmptyObject", object({}), "{}"],
  ["Array", array(number(1), array(number(2))), "(2) [1, [2]]"],
  ["ArrayBeyondItsLevel", { type: "array", name: "Array", size: 4 }, "(4) […]"],
  ["CutArray", { type: "array", name: "Array", size: 200, items: [number(1)], more: 199 }, "(200) [1, …]"],
  ["Map", map([text("a"), number(1)]), "Map(1) {\"a\" => 1}"],
  ["Set", { type: "set", name: "Set", size: 2, items: [number(1), number(2)] }, "Set(2) {1, 2}"],
  ["TypedArray", { type: "typedarray", name: "Uint8Array", size: 3, items: [number(1), number(2), number(3)] }, "Uint8Array(3) [1, 2, 3]"],
  ["Date", { type: "date", text: "2026-01-01T00:00:00.000Z" }, "2026-01-01T00:00:00.000Z"],
  ["RegExp", { type: "regexp", text: "/a/g" }, "/a/g"],
  ["Node", { type: "node", text: "<div id=\"a\">" }, "<div id=\"a\">"],
  ["Error", { type: "error", name: "TypeError", message: "no" }, "TypeError: no"],
  ["ErrorWithoutMessage", { type: "error", name: "Error", message: "" }, "Error"],
  ["Promise", { type: "promise", name: "Promise" }, "Promise {…}"],
  ["WeakMap", { type: "weak", name: "WeakMap" }, "WeakMap {…}"],
  ["Circular", { type: "circular" }, "[circular]"],
  ["Getter", { type: "getter", text: "size" }, "(getter)"],
  ["Thrown", { type: "thrown", message: "boom" }, "[threw boom]"],
  ["TypeOfANewerDevice", { type: "tensor" as "object" }, "[tensor]"],
];

for (const [name, preview, expected] of CASES) test(`PreviewText_${name}_IsReadable`, () => assert.equal(previewText(preview), expected));

test("PreviewText_TopLevelString_HasNoQuotes", () => {
  assert.equal(previewText(text("plain \"x\""), true), "plain \"x\"");
});

test("PreviewText_CutString_SaysHowMuchIsMissing", () => {
  assert.equal(previewText({ type: "string", value: "abc", size: 10_003, more: 10_000 }, true), "abc… 10000 more characters");
});

test("PreviewText_ManyMembers_AreCutToALine", () => {
  const wide = object(Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`k${i}`, number(i)])));
  assert.equal(previewText(wide), "{k0: 0, k1: 1, k2: 2, k3: 3, k4: 4, k5: 5, …}");
});

test("Tokens_Members_AreColouredByType", () => {
  assert.deepEqual(tokens(object({ a: text("x") })).map(token => token.kind), ["plain", "key", "faint", "string", "plain"]);
});
