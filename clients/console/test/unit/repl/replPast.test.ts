import assert from "node:assert/strict";
import { test } from "node:test";
import type { NewRow } from "../../../src/log/logRow.ts";
import { ReplPast } from "../../../src/repl/replPast.ts";

const input = (code: string, time = 1): NewRow => ({ kind: "input", code, target: "all devices", device: "", time });

function setUp(before?: string) {
  const held = new Map<string, string>();
  if (before !== undefined) held.set("bridge.said.main", before);
  const storage = { getItem: (key: string) => held.get(key) ?? null, setItem: (key: string, value: string) => void held.set(key, value) } as Storage;
  const open = (room = "main") => {
    const past = new ReplPast(storage);
    past.open(room);
    return past;
  };
  return { held, open };
}

test("ReplPast_AfterAReload_ComesBackUpToATime", () => {
  const { open } = setUp();
  const first = open();
  for (const time of [10, 20, 30]) first.add(input(`at ${time}`, time));
  const next = open();
  assert.deepEqual([next.until(5).length, next.until(20).map(row => row.time), next.until(Infinity).map(row => row.time)], [0, [10, 20], [30]]);
});

test("ReplPast_AnotherRoom_HasItsOwn", () => {
  const { open } = setUp();
  open().add(input("1"));
  assert.deepEqual(open("attic").until(Infinity), []);
});

test("ReplPast_Cleared_StaysClear", () => {
  const { open } = setUp();
  const past = open();
  past.add(input("1"));
  past.clear();
  assert.deepEqual(open().until(Infinity), []);
});

test("ReplPast_ManyRows_KeepsTheNewest", () => {
  const { open, held } = setUp();
  const past = open();
  for (let i = 0; i < 300; i++) past.add(input("x".repeat(2_000), i));
  const kept = open().until(Infinity);
  assert.equal(kept.at(-1)?.time, 299);
  assert.ok(kept.length > 100 && (held.get("bridge.said.main") as string).length < 280_000, String(kept.length));
});

test("ReplPast_AnswerTooLong_IsSaidToHaveBeenThere", () => {
  const { open } = setUp();
  open().add({ kind: "outcome", device: "d1", time: 1, reply: { ok: true, value: { type: "string", value: "x".repeat(40_000) }, page: "p", ms: 1 } });
  assert.match((open().until(Infinity)[0] as NewRow & { kind: "note" }).text, /too long/);
});

test("ReplPast_SomethingElseStored_StartsEmpty", () => {
  for (const text of ["{", "{}", "[1,null]", '[{"kind":"entry","time":1}]', '[{"kind":"input"}]']) {
    assert.deepEqual(setUp(text).open().until(Infinity), [], text);
  }
});
