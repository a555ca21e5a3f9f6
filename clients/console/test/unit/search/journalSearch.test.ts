import assert from "node:assert/strict";
import { test } from "node:test";
import { signal } from "@preact/signals";
import { LogStore } from "../../../src/log/logStore.ts";
import { findRow } from "../../../src/search/findRow.ts";
import { readHits } from "../../../src/search/journalHit.ts";
import { journalQuery, NO_CHOICE, wordPattern } from "../../../src/search/journalQuery.ts";
import { JournalSearch } from "../../../src/search/journalSearch.ts";
import { FixtureSource } from "../../fixture/fixtureSource.ts";
import { text } from "../../fixture/previews.ts";
import { entryRow } from "../log/rows.ts";

const NOW = Date.UTC(2026, 0, 1, 12);

function setUp() {
  const source = new FixtureSource("main", NOW);
  const message = (...lines: string[]) => source.log("d1", "p1", lines.map(line => ({ level: "log" as const, method: "log", args: [text(line)] })), 0);
  const search = new JournalSearch(source, signal("main"));
  return { source, search, message };
}

test("JournalQuery_Choice_BecomesTheRelaysParameters", () => {
  assert.equal(journalQuery(NO_CHOICE, NOW), null);
  assert.equal(journalQuery({ ...NO_CHOICE, text: " -- " }, NOW), null, "nothing to look for");
  assert.deepEqual(journalQuery({ text: " conn ref ", level: "error", device: "d1", minutes: 60 }, NOW), { words: "conn ref", level: "error", device: "d1", from: "2026-01-01T11:00:00.000Z", last: "501" });
});

test("WordPattern_Words_AreMarkedWhereTheyBegin", () => {
  const marks = (words: string, line: string) => [...line.matchAll(wordPattern(words) as RegExp)].map(match => match[0]);
  assert.deepEqual(marks("conn re", "Connection refused, reconnect"), ["Conn", "re", "re"]);
  assert.deepEqual(marks("über", "Überlauf"), ["Über"]);
  assert.equal(wordPattern("(*"), null);
});

test("JournalSearch_Found_IsNewestFirst", async () => {
  const { source, search, message } = setUp();
  source.kept = [message("one", "two"), message("three")];
  search.choice.value = { ...NO_CHOICE, text: "t" };
  await search.run(NOW);
  const state = search.state.value;
  assert.ok(state.kind === "found" && !state.more);
  assert.deepEqual(state.hits.map(hit => [hit.seq, hit.entry.args[0]?.value]), [[2, "three"], [1, "two"], [0, "one"]]);
});

test("JournalSearch_NothingChosen_AsksNothing", async () => {
  const { source, search } = setUp();
  await search.run(NOW);
  assert.deepEqual([search.state.value.kind, source.searches.length], ["idle", 0]);
});

test("JournalSearch_RelayFails_SaysWhyAndCanBeTriedAgain", async () => {
  const { source, search } = setUp();
  source.kept = new Error("The relay can't be reached.");
  search.choice.value = { ...NO_CHOICE, text: "x" };
  await search.run(NOW);
  assert.deepEqual(search.state.value, { kind: "failed", reason: "The relay can't be reached." });
  source.kept = [];
  await search.run(NOW);
  assert.equal(search.state.value.kind, "found");
});

test("JournalSearch_OlderAnswerThatComesLate_IsLeft", async () => {
  const { source, search, message } = setUp();
  let release = () => {};
  const slow = new Promise<void>(done => { release = done; });
  const quick = source.search.bind(source);
  source.search = async function* () {
    await slow;
    yield message("old");
  };
  search.choice.value = { ...NO_CHOICE, text: "old" };
  const first = search.run(NOW);
  source.search = quick;
  source.kept = [message("new")];
  await search.run(NOW);
  release();
  await first;
  const state = search.state.value;
  assert.deepEqual(state.kind === "found" && state.hits.map(hit => hit.entry.args[0]?.value), ["new"]);
});

test("JournalSearch_MoreThanAreShown_SaysSo", async () => {
  const { source, search, message } = setUp();
  for (const [count, more] of [[500, false], [501, true]] as const) {
    source.kept = [message(...Array.from({ length: count }, (_, i) => `line ${i}`))];
    search.choice.value = { ...NO_CHOICE, text: "line" };
    await search.run(NOW);
    const state = search.state.value;
    assert.deepEqual(state.kind === "found" && [state.hits.length, state.more, state.hits[0]?.entry.args[0]?.value], [500, more, `line ${count - 1}`]);
  }
});

test("JournalSearch_LookAmidAMessage_KeepsTheOrder", async () => {
  const { source, search, message } = setUp();
  const [before, it, after] = [message("before"), message("a", "it", "b", "c"), message("after")];
  const hit = readHits(it!)[1]!;
  source.search = async function* (_room, query) {
    source.searches.push(query);
    // The relay cuts a message at a cursor, which is that of its last entry.
    yield* query.before ? [before!, { ...it!, payload: { ...(it!.payload as object), items: (it!.payload as { items: unknown[] }).items.slice(0, 3) } }] : [after!];
  };
  await search.look(hit);
  assert.equal(source.searches[0]?.last, "17");
  assert.deepEqual(search.around.value?.lines.map(line => line.entry.args[0]?.value), ["before", "a", "it", "b", "c", "after"]);
});

test("JournalSearch_LookFails_SaysWhyInsteadOfWhatWasShown", async () => {
  const { source, search, message } = setUp();
  const [hit] = readHits(message("it"));
  await search.look(hit!);
  source.kept = new Error("gone");
  await search.look(hit!);
  assert.deepEqual([search.around.value, search.state.value, search.busy.value], [null, { kind: "failed", reason: "gone" }, false]);
});

test("JournalSearch_AnotherRoom_ForgetsWhatWasFoundAndTheDevice", async () => {
  const { source, search, message } = setUp();
  source.kept = [message("x")];
  search.choice.value = { ...NO_CHOICE, text: "x", device: "d1" };
  await search.run(NOW);
  search.reset();
  assert.deepEqual([search.state.value, search.choice.value], [{ kind: "idle" }, { ...NO_CHOICE, text: "x" }]);
});

test("JournalSearch_Look_AsksForWhatStoodBeforeAndAfter", async () => {
  const { source, search, message } = setUp();
  const messages = [message("before"), message("it"), message("after")];
  const [hit] = readHits(messages[1]!);
  source.search = async function* (_room, query) {
    source.searches.push(query);
    yield* query.before ? messages.slice(0, 1) : messages.slice(2);
  };
  await search.look(hit!);
  assert.deepEqual(source.searches, [{ before: "2", last: "15" }, { since: "2" }]);
  assert.deepEqual(search.around.value?.lines.map(line => line.entry.args[0]?.value), ["before", "it", "after"]);
});

test("FindRow_RowsThatCount_AreFoundByAnyOfTheirNumbers", () => {
  const log = new LogStore();
  for (const [line, seq] of [["a", 0], ["b", 1], ["b", 2], ["b", 3], ["c", 4]] as const) log.append({ ...entryRow(line), seq });
  const { message } = setUp();
  const hit = readHits(message("x"))[0]!;
  assert.deepEqual([0, 2, 3, 4, 5].map(seq => findRow(log, { ...hit, seq })), [0, 1, 1, 2, null]);
  assert.equal(findRow(log, { ...hit, page: "other" }), null);
});
