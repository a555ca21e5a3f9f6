import assert from "node:assert/strict";
import { test } from "node:test";
import { firstFrame, pageStack, parseFrame } from "../../src/capture/callSite.ts";

const forms: [string, string, [string, number, number, string] | null][] = [
  ["Chromium", "    at draw (http://h:1/a.js?v=1:10:5)", ["http://h:1/a.js?v=1", 10, 5, "draw"]],
  ["ChromiumAnonymous", "    at http://h/a.js:10:5", ["http://h/a.js", 10, 5, ""]],
  ["ChromiumAsync", "    at async load (https://h/a.js:1:2)", ["https://h/a.js", 1, 2, "load"]],
  ["ChromiumNew", "    at new Point (https://h/a.js:1:2)", ["https://h/a.js", 1, 2, "Point"]],
  ["ChromiumMethod", "    at Object.run [as go] (https://h/@vite/a.js:1:2)", ["https://h/@vite/a.js", 1, 2, "Object.run [as go]"]],
  ["ChromiumEval", "    at eval (eval at f (http://h/a.js:3:7), <anonymous>:1:1)", ["http://h/a.js", 3, 7, "eval"]],
  ["ChromiumOurEval", "    at bridge-eval-3.js:1:44", ["bridge-eval-3.js", 1, 44, ""]],
  ["ChromiumNative", "    at Array.forEach (<anonymous>)", null],
  ["ChromiumWebpack", "    at f (webpack-internal:///./src/a.ts:1:2)", ["webpack-internal:///./src/a.ts", 1, 2, "f"]],
  ["ChromiumBlob", "    at f (blob:http://h/0-1:1:2)", ["blob:http://h/0-1", 1, 2, "f"]],
  ["ChromiumExtension", "    at f (chrome-extension://abc/a.js:1:2)", ["chrome-extension://abc/a.js", 1, 2, "f"]],
  ["Firefox", "draw@http://h/a.js:10:5", ["http://h/a.js", 10, 5, "draw"]],
  ["FirefoxAnonymous", "@http://h/@fs/a.js:10:5", ["http://h/@fs/a.js", 10, 5, ""]],
  ["FirefoxEval", "f@http://h/a.js line 3 > eval:1:7", ["http://h/a.js", 3, 1, "f"]],
  ["Safari", "draw@https://h/a.js:10:5", ["https://h/a.js", 10, 5, "draw"]],
  ["SafariGlobal", "global code@https://h/a.js:10:5", ["https://h/a.js", 10, 5, ""]],
  ["SafariBare", "https://h/a.js:10:5", ["https://h/a.js", 10, 5, ""]],
  ["SafariNative", "forEach@[native code]", null],
  ["Message", "Error: at noon http", null],
];

for (const [name, line, expected] of forms) {
  test(`ParseFrame_${name}_IsTakenApart`, () => {
    const frame = parseFrame(line);
    assert.deepEqual(frame && [frame.url, frame.line, frame.column, frame.function], expected);
  });
}

const stack = "Error\n    at Object.apply (http://h/_bridge/bridge.js:1:99)\n    at Array.forEach (<anonymous>)\n    at page (http://h/a.js:3:4)";

test("FirstFrame_OfAStackThatStartsInOurScript_IsThePages", () => {
  assert.equal(firstFrame(stack, "http://h/_bridge/bridge.js")?.url, "http://h/a.js");
  assert.equal(firstFrame("Error", "http://h/_bridge/bridge.js"), null);
});

test("PageStack_WithOurFrames_LosesThem", () => {
  assert.equal(pageStack(stack, "http://h/_bridge/bridge.js"), "Error\n    at Array.forEach (<anonymous>)\n    at page (http://h/a.js:3:4)");
});
