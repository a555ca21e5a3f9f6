import assert from "node:assert/strict";
import { test } from "node:test";
import { formatArguments } from "../../src/capture/format.ts";

const rows: [string, unknown[], unknown[]][] = [
  ["NoFormat", ["a", 1], ["a", 1]],
  ["StringOnly", ["100%"], ["100%"]],
  ["StringOnlyWithDirective", ["%s"], ["%s"]],
  ["Text", ["%s is %d", "Ann", 42.7], ["Ann is 42"]],
  ["Float", ["%f|%i", "1.5px", "12abc"], ["1.5|12"]],
  ["NotANumber", ["%d", "x"], ["NaN"]],
  ["Style", ["%cred%c plain", "color:red", ""], ["red plain"]],
  ["Escaped", ["%s 100%% sure", "I'm"], ["I'm 100% sure"]],
  ["Missing", ["%s and %s", "one"], ["one and %s"]],
  ["Surplus", ["%s", "one", "two", 3], ["one", "two", 3]],
  ["Object", ["before %o after", { a: 1 }], ["before", "object", "after"]],
  ["ObjectAsText", ["x %s y", { toString() { throw new Error("ran page code"); } }], ["x", "object", "y"]],
  ["Symbol", ["%s %d", Symbol("q"), Symbol("r")], ["Symbol(q) NaN"]],
  ["NullAndUndefined", ["%s %s", null, undefined], ["null undefined"]],
  ["FirstIsNoString", [1, "%s", "x"], [1, "%s", "x"]],
  ["Empty", [], []],
];

for (const [name, args, expected] of rows) {
  test(`FormatArguments_${name}_IsRendered`, () => {
    const shown = JSON.parse(formatArguments(args)).map((one: any) => ("value" in one ? one.value : one.type));
    assert.deepEqual(shown, expected);
  });
}

test("FormatArguments_VeryMany_AreCounted", () => {
  const shown = JSON.parse(formatArguments(Array.from({ length: 1000 }, (_, i) => i)));
  assert.equal(shown.length, 51);
  assert.equal(shown[50].value, "… 950 more");
});
