import assert from "node:assert/strict";
import { test } from "node:test";
import { exportRow, toCsv, toNdjson } from "../../../src/log/export.ts";
import type { LogRow } from "../../../src/log/logRow.ts";
import { entryRow } from "./rows.ts";

const label = (device: string) => `label of ${device}`;
const row = (message: string): LogRow => ({ ...entryRow(message, "warn", "d1", { site: { url: "https://h/a.js", line: 2, column: 9 } }), id: 0 });
const message = (text: string) => toCsv([{ message: text }]).split("\r\n").slice(1).join("\r\n").slice(6, -5);

test("Export_Entry_IsFlat", () => {
  const { args, ...flat } = exportRow(row("hello"), label);
  assert.deepEqual(flat, { time: "1970-01-01T00:00:01.000Z", device: "d1", label: "label of d1", kind: "entry", level: "warn", method: "warn", message: "hello", repeat: 1, site: "https://h/a.js:2:9" });
  assert.deepEqual(args, [{ type: "string", value: "hello" }]);
});

test("Ndjson_Rows_AreOneObjectALine", () => {
  const lines = toNdjson([exportRow(row("a\nb"), label), exportRow(row("c"), label)]).split("\n");
  assert.deepEqual([lines.length, lines[2], (JSON.parse(lines[0] as string) as { message: string }).message], [3, "", "a\nb"]);
});

test("Csv_Header_NamesTheColumns", () => {
  assert.equal(toCsv([]), "time,device,label,kind,level,method,message,repeat,site,stack\r\n");
});

test("Csv_QuotesCommasAndLines_AreQuoted", () => {
  assert.deepEqual(["a,b", "say \"x\"", "a\nb", "plain"].map(message), ["\"a,b\"", "\"say \"\"x\"\"\"", "\"a\nb\"", "plain"]);
});

test("Csv_WhatASpreadsheetWouldRun_IsDefused", () => {
  assert.deepEqual(
    ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "=HYPERLINK(\"http://evil\",\"x\")", "1=1"].map(message),
    ["'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\tx", "\"'=HYPERLINK(\"\"http://evil\"\",\"\"x\"\")\"", "1=1"],
  );
});

test("Csv_EveryColumnThatADeviceFills_IsDefused", () => {
  const csv = toCsv([exportRow({ ...entryRow("=m", "log", "d1", { method: "=x", stack: "=s", site: { url: "=u", line: 1, column: 1 } }), id: 0 }, () => "=label")]);
  assert.equal(/(^|,|")=/m.test(csv), false);
});
