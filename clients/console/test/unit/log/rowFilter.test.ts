import assert from "node:assert/strict";
import { test } from "node:test";
import type { LogLevel } from "@bridge/protocol";
import type { LogRow } from "../../../src/log/logRow.ts";
import { rowTest, textTest } from "../../../src/log/rowFilter.ts";
import { entryRow } from "./rows.ts";

const row = (message: string, level: LogLevel = "log", device = "d1"): LogRow => ({ ...entryRow(message, level, device, { site: { url: "https://h/app.js", line: 3, column: 1 } }), id: 0 });
const passes = (text: string, of: LogRow) => rowTest({ hidden: new Set(), devices: new Set(), text })?.(of) ?? true;

test("RowFilter_NoChoice_IsNoTest", () => {
  assert.equal(rowTest({ hidden: new Set(), devices: new Set(), text: "  " }), null);
});

test("RowFilter_PlainText_IgnoresCase", () => {
  assert.deepEqual([passes("HELLO", row("say hello")), passes("hallo", row("say hello"))], [true, false]);
});

test("RowFilter_PlainText_FindsTheCallSite", () => {
  assert.equal(passes("app.js:3", row("x")), true);
});

test("RowFilter_Pattern_UsesItsFlags", () => {
  assert.deepEqual([passes("/^say h/", row("say hello")), passes("/^SAY/", row("say hello")), passes("/^SAY/i", row("say hello"))], [true, false, true]);
});

test("RowFilter_GlobalPattern_AnswersTheSameEachTime", () => {
  const test = rowTest({ hidden: new Set(), devices: new Set(), text: "/e/g" });
  assert.deepEqual([1, 2, 3].map(() => test?.(row("e"))), [true, true, true]);
});

test("RowFilter_WrongPattern_SaysWhyAndHidesNothing", () => {
  assert.match(textTest("/(/").error ?? "", /[Uu]nterminated|Invalid/);
  assert.equal(passes("/(/", row("x")), true);
});

test("RowFilter_HiddenLevel_HidesEntriesOnly", () => {
  const test = rowTest({ hidden: new Set(["log"]), devices: new Set(), text: "" });
  assert.deepEqual([test?.(row("x")), test?.(row("x", "warn")), test?.({ kind: "page", page: "p", id: 1, time: 0, device: "d1" })], [false, true, true]);
});

test("RowFilter_SelectedDevices_HideOthersButNotWhatConcernsAll", () => {
  const test = rowTest({ hidden: new Set(), devices: new Set(["d2"]), text: "" });
  const loss: LogRow = { kind: "loss", how: "skipped", feed: "log", count: 3, id: 1, time: 0, device: "" };
  assert.deepEqual([test?.(row("x")), test?.(row("x", "log", "d2")), test?.(loss)], [false, true, true]);
});
