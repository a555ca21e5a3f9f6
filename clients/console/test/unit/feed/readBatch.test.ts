import assert from "node:assert/strict";
import { test } from "node:test";
import { readBatch, readEntry, readMotion, readOrientation, readPreview } from "../../../src/feed/readBatch.ts";
import { readState } from "../../../src/feed/readState.ts";
import { rowText } from "../../../src/log/rowText.ts";
import { previewText } from "../../../src/preview/tokens.ts";

const JUNK: unknown[] = [null, undefined, 0, "x", true, [], {}, { type: 1 }, { type: "object", entries: [1] }, { type: "object", entries: [{ key: 1 }] }, { type: "array", items: "no" }, { type: "string", value: { toString: null } }, { type: "error", stack: 5 }];

test("ReadBatch_NotABatch_IsNull", () => {
  for (const junk of [...JUNK, { page: "p", seq: 0, origin: 0 }, { page: 1, seq: 0, origin: 0, items: [] }, { page: "p", seq: "0", origin: 0, items: [] }]) {
    assert.equal(readBatch(junk, readEntry), null);
  }
});

test("ReadEntry_AnythingAtAll_CanBeShown", () => {
  for (const junk of JUNK) {
    for (const item of [junk, { args: [junk] }, { t: 1, level: junk, method: "log", args: [] }, { t: 1, level: "log", method: junk, args: [junk], site: junk, stack: junk, depth: junk, repeat: junk }]) {
      const entry = readEntry(item);
      if (entry) assert.equal(typeof rowText({ kind: "entry", entry, repeat: 1, page: "p", id: 0, time: 0, device: "d" }), "string");
    }
  }
});

test("ReadPreview_NestedTooDeep_IsReplaced", () => {
  let deep: object = { type: "number", value: 1 };
  for (let i = 0; i < 2_000; i++) deep = { type: "array", items: [deep] };
  assert.match(previewText(readPreview(deep)), /unreadable/);
});

test("ReadEntry_GoodEntry_IsKept", () => {
  const entry = { t: 5, level: "warn", method: "warn", args: [{ type: "string", value: "a" }], site: { url: "u", line: 1, column: 2 }, repeat: 3, depth: 1 };
  assert.deepEqual(readEntry(entry), entry);
});

test("ReadMotion_AxesThatAreNoNumbers_AreNull", () => {
  assert.deepEqual(readMotion({ t: 1, a: [1, "2", null], g: [1, 2], r: "x" }), { t: 1, a: [1, null, null] });
  assert.equal(readMotion({ t: "1" }), null);
});

test("ReadOrientation_WithoutAngles_IsNull", () => {
  assert.equal(readOrientation({ t: 1, o: null }), null);
  assert.deepEqual(readOrientation({ t: 1, o: [1, 2, 3] }), { t: 1, o: [1, 2, 3], absolute: false });
});

test("ReadState_WrongMembers_AreLeftOut", () => {
  assert.deepEqual(readState({ label: 5, color: "red; background: url(x)", presence: "dancing", rtt: "fast", url: {}, viewport: [1], sensors: "all", policy: "none" }, "d1"), {
    device: "d1", label: "d1", color: "#8a94a6", presence: "offline", since: "", pages: 0,
  });
  assert.equal(readState(null, "d1"), null);
  assert.deepEqual(readState({ policy: ["connect-src a", 5] }, "d1")?.policy, ["connect-src a", "5"]);
});
