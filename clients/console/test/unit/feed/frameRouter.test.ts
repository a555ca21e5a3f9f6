import assert from "node:assert/strict";
import { signal } from "@preact/signals";
import type { JournalState } from "@bridge/protocol";
import { test } from "node:test";
import { DeviceStore } from "../../../src/devices/deviceStore.ts";
import { FrameRouter } from "../../../src/feed/frameRouter.ts";
import { Pages } from "../../../src/feed/pages.ts";
import { LogStore } from "../../../src/log/logStore.ts";
import type { LogRow } from "../../../src/log/logRow.ts";
import { MotionStore } from "../../../src/motion/motionStore.ts";
import { ReplPast } from "../../../src/repl/replPast.ts";
import type { FrameMessage } from "../../../src/source/frames.ts";
import { entry } from "../log/rows.ts";

function router() {
  const stores = { log: new LogStore(), devices: new DeviceStore(), motion: new MotionStore(), pages: new Pages(), journal: signal<Pick<JournalState, "keeps" | "reason">>({ keeps: true }), past: new ReplPast(null) };
  const rows = () => Array.from({ length: stores.log.rows.size }, (_, i) => stores.log.rows.get(stores.log.rows.first + i) as LogRow);
  return { ...stores, rows, kinds: () => rows().map(row => row.kind), apply: new FrameRouter(stores).apply };
}

const log = (seq: number, messages: string[], page = "p1"): FrameMessage => ({ topic: "bridge/v1/main/d1/up/log", time: 5_000, payload: { page, seq, origin: 1_000, items: messages.map((message, i) => ({ ...entry(message), t: i })) } });
const state = (page: string, more: object = {}): FrameMessage => ({ topic: "bridge/v1/main/d1/state", time: 9_000, payload: { device: "d1", label: "Pixel", color: "#112233", presence: "online", since: "", pages: 1, page, title: "T", url: "http://h/", ...more } });

test("FrameRouter_SameBatchTwice_IsShownOnce", () => {
  const { apply, kinds } = router();
  apply([{ messages: [log(0, ["a", "b"])] }, { messages: [log(0, ["a", "b"]), log(1, ["b", "c"])] }]);
  assert.deepEqual(kinds(), ["page", "entry", "entry", "entry"]);
});

test("FrameRouter_HistoryThatCannotBeRead_IsANoteAndNoMore", () => {
  const { apply, rows } = router();
  apply([{ live: true, unread: "the database is away" }, { messages: [log(0, ["a"])] }]);
  assert.deepEqual(rows().map(row => row.kind), ["note", "page", "entry"]);
  assert.match((rows()[0] as { text: string }).text, /the database is away/);
});

test("FrameRouter_NewPage_GetsADivider", () => {
  const { apply, rows } = router();
  apply([{ messages: [log(0, ["a"]), log(0, ["a"], "p2")] }]);
  assert.deepEqual(rows().map(row => row.kind === "page" ? row.page : row.kind), ["p1", "entry", "p2", "entry"]);
});

test("FrameRouter_RetainedState_IsNoArrival", () => {
  const { apply, kinds, devices, pages } = router();
  apply([{ messages: [state("p1")] }, { live: true }]);
  assert.deepEqual([kinds(), devices.label("d1"), pages.info("p1")?.title], [[], "Pixel", "T"]);
});

test("FrameRouter_StateOfANewPageWhileLive_IsAnArrival", () => {
  const { apply, kinds } = router();
  apply([{ live: true }, { messages: [state("p2"), state("p2", { rtt: 5 })] }]);
  assert.deepEqual(kinds(), ["page"]);
});

test("FrameRouter_EmptyState_RemovesTheDevice", () => {
  const { apply, devices } = router();
  apply([{ messages: [state("p1")] }, { messages: [{ topic: "bridge/v1/main/d1/state", time: 0, payload: null }] }]);
  assert.equal(devices.all.value.length, 0);
});

test("FrameRouter_SkippedAndDropped_AreShown", () => {
  const { apply, rows } = router();
  apply([{ skipped: { log: 0, sensor: 12 }, messages: [{ ...log(0, []), payload: { page: "p1", seq: 0, origin: 0, items: [{ t: 0, level: "warn", method: "dropped", args: [], dropped: 4 }] } }] }]);
  assert.deepEqual(rows().flatMap(row => (row.kind === "loss" ? [[row.how, row.feed, row.count]] : [])), [["skipped", "sensor", 12], ["dropped", "log", 4]]);
});

test("FrameRouter_WhatIsNotOurs_IsPassedOver", () => {
  const { apply, kinds } = router();
  apply([{ messages: [{ topic: "other/topic", time: 0, payload: 1 }, { topic: "bridge/v1/main/d1/up/log", time: 0, payload: "junk" }, { topic: "bridge/v1/main/d1/up/net", time: 0, payload: {} }] }]);
  assert.deepEqual(kinds(), []);
});

test("FrameRouter_Samples_GoToTheMotionStoreWithWhatIsMissing", () => {
  const { apply, motion } = router();
  const samples = (seq: number, items: object[]): FrameMessage => ({ topic: "bridge/v1/main/d1/up/sensor/motion", time: 0, payload: { page: "p1", seq, origin: 1_000, items } });
  apply([{ messages: [samples(0, [{ t: 0, a: [1, 2, 3], g: [4, 5, 6], r: [7, 8, 9] }]), samples(3, [{ t: 16, a: [0, 0, 0] }])] }]);
  const known = motion.get("d1");
  assert.deepEqual([known?.motion.count, known?.lost, known?.motion.columns.map(column => column[0])], [2, 2, [1, 2, 3, 4, 5, 6, 7, 8, 9]]);
});

test("FrameRouter_ManyFrames_AnnounceOnce", () => {
  const { apply, log: store } = router();
  const before = store.revision.value;
  apply(Array.from({ length: 50 }, (_, i) => ({ messages: [log(i, [String(i)])] })));
  assert.equal(store.revision.value, before + 1);
});

test("FrameRouter_JournalStopsAndWorksAgain_IsKnownWithItsReason", () => {
  const { apply, journal } = router();
  const says = (payload: unknown) => apply([{ messages: [{ topic: "bridge/v1/main/journal", time: 0, payload }] }]);
  says({ keeps: false, since: "2026-01-02T03:04:05Z", reason: "the disk is full." });
  assert.deepEqual(journal.value, { keeps: false, reason: "the disk is full." });
  says({ keeps: true, since: "2026-01-02T03:05:05Z" });
  assert.deepEqual(journal.value, { keeps: true });
  says(null);
  assert.deepEqual(journal.value, { keeps: true });
});
