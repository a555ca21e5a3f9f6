import assert from "node:assert/strict";
import { test } from "node:test";
import { LogStore } from "../../../src/log/logStore.ts";
import { entryRow } from "./rows.ts";

const repeats = (store: LogStore) => Array.from({ length: store.rows.size }, (_, i) => (store.rows.get(store.rows.first + i) as { repeat?: number }).repeat);

test("LogStore_SameEntryInARow_IsCounted", () => {
  const store = new LogStore();
  for (const message of ["a", "a", "a", "b", "a"]) store.append(entryRow(message));
  assert.deepEqual(repeats(store), [3, 1, 1]);
});

test("LogStore_SameEntryOfAnotherDevice_IsARowOfItsOwn", () => {
  const store = new LogStore();
  store.append(entryRow("a", "log", "d1"));
  store.append(entryRow("a", "log", "d2"));
  assert.deepEqual(repeats(store), [1, 1]);
});

test("LogStore_Devices_AreThoseOfItsRowsUntilItIsCleared", () => {
  const store = new LogStore();
  for (const device of ["d1", "d2", "d1", ""]) store.append(entryRow("a", "log", device));
  assert.deepEqual([...store.devices], ["d1", "d2"]);
  store.clear();
  assert.equal(store.devices.size, 0);
});

test("LogStore_SameWordsFromAnotherLine_IsARowOfItsOwn", () => {
  const store = new LogStore();
  for (const line of [1, 1, 2]) store.append(entryRow("a", "log", "d1", { site: { url: "u", line, column: 1 } }));
  assert.deepEqual(repeats(store), [2, 1]);
});

test("LogStore_EntriesThatTheDeviceCounted_AddUp", () => {
  const store = new LogStore();
  store.append({ ...entryRow("a"), repeat: 5 });
  store.append({ ...entryRow("a"), repeat: 2 });
  store.announce();
  assert.deepEqual([repeats(store), store.totals.value.levels.log], [[7], 7]);
});

test("LogStore_BeyondCapacity_TrimsAndCounts", () => {
  const store = new LogStore(3);
  for (let i = 0; i < 5; i++) store.append(entryRow(String(i), i === 0 ? "error" : "log"));
  store.announce();
  assert.deepEqual(store.totals.value, { trimmed: 2, levels: { error: 0, warn: 0, info: 0, log: 3, debug: 0 } });
});

test("LogStore_Announce_IsWhatTells", () => {
  const store = new LogStore();
  store.append(entryRow("a"));
  assert.equal(store.revision.value, 0);
  store.announce();
  store.announce();
  assert.equal(store.revision.value, 1);
});
