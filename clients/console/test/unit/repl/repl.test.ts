import assert from "node:assert/strict";
import { test } from "node:test";
import { Commands } from "../../../src/app/commands.ts";
import { Preferences } from "../../../src/app/preferences.ts";
import { Toasts } from "../../../src/app/toasts.ts";
import { DeviceStore } from "../../../src/devices/deviceStore.ts";
import type { LogRow } from "../../../src/log/logRow.ts";
import { LogStore } from "../../../src/log/logStore.ts";
import { rowText } from "../../../src/log/rowText.ts";
import { Repl } from "../../../src/repl/repl.ts";
import { ReplPast } from "../../../src/repl/replPast.ts";
import { ReplHistory } from "../../../src/repl/replHistory.ts";
import { FixtureSource } from "../../fixture/fixtureSource.ts";
import { DEVICES } from "../../fixture/room.ts";

function prompt(past = new ReplPast(null)) {
  const source = new FixtureSource();
  source.devices = DEVICES;
  const devices = new DeviceStore();
  for (const device of DEVICES) devices.set(device.device, device);
  const log = new LogStore();
  const history = new ReplHistory(new Preferences(null));
  history.open("main");
  const commands = new Commands(source, devices, new Toasts());
  const repl = new Repl(commands, log, devices, history, past);
  const rows = () => Array.from({ length: log.rows.size }, (_, i) => log.rows.get(i) as LogRow);
  const run = async (code: string) => {
    repl.text.value = code;
    await repl.run();
  };
  return { commands, source, devices, repl, rows, run, said: () => rows().map(row => `${row.device}: ${rowText(row)}`) };
}

test("Repl_NothingSelected_GoesToAll", async () => {
  const { run, source, said } = prompt();
  await run(" 6*7 ");
  assert.deepEqual(source.commands, [{ device: "all", command: "eval", args: { code: "6*7" } }]);
  assert.deepEqual(said().slice(0, 2), [": 6*7", "d1: {code: \"6*7\", answer: 42}"]);
});

test("Repl_TwoSelected_GoesToEach", async () => {
  const { run, source, devices } = prompt();
  devices.select(["d1", "d2"]);
  await run("1");
  assert.deepEqual(source.commands.map(command => command.device), ["d1", "d2"]);
});

test("Repl_OfflineTimeoutAndError_AreStated", async () => {
  const { run, source, devices, said } = prompt();
  devices.select(["d4"]);
  await run("1");
  devices.select(["d1"]);
  source.failure = "timeout";
  await run("2");
  source.failure = null;
  await run("throw 1");
  assert.deepEqual(said().filter((_, i) => i % 2 === 1), ["d4: Offline. The line was not run there.", "d1: No answer in time. The page may be busy, asleep or stopped at a dialog.", "d1: RangeError: out of range"]);
});

test("Repl_RelayRefuses_IsStated", async () => {
  const { run, source, said } = prompt();
  source.command = () => Promise.reject(new Error("Evals come too fast."));
  await run("1");
  assert.equal(said()[1], ": Evals come too fast.");
});

test("Repl_NobodyHere_IsStated", async () => {
  const { run, source, said } = prompt();
  source.devices = [];
  await run("1");
  assert.equal(said()[1], ": No device is here to run that.");
});

test("Repl_AnswerThatComesInAnotherRoom_IsNotShownThere", async () => {
  const storage = memory();
  const past = new ReplPast(storage);
  past.open("main");
  const { commands, source, repl, rows, run } = prompt(past);
  commands.room = "main";
  let answer = () => {};
  const answered = new Promise<void>(done => { answer = done; });
  const quick = source.command.bind(source);
  source.command = async (...command) => {
    await answered;
    return quick(...command);
  };
  const running = run("6*7");
  commands.room = "showroom";
  past.open("showroom");
  answer();
  await running;
  assert.deepEqual([rows().map(row => row.kind), repl.waiting.value, storage.getItem("bridge.said.showroom")], [["input"], 0, null]);
});

test("Repl_EmptyLine_IsNotSent", async () => {
  const { run, source } = prompt();
  await run("  \n ");
  assert.deepEqual(source.commands, []);
});

function memory(): Storage {
  const held = new Map<string, string>();
  return { getItem: (key: string) => held.get(key) ?? null, setItem: (key: string, value: string) => { held.set(key, value); } } as Storage;
}

test("ReplHistory_UpAndDown_WalkAndReturnToTheDraft", () => {
  const history = new ReplHistory(new Preferences(null));
  history.open("main");
  for (const line of ["a", "b", "a"]) history.add(line);
  assert.deepEqual([history.older("draft"), history.older(""), history.older(""), history.newer(), history.newer(), history.newer()], ["a", "b", null, "a", "draft", null]);
});

test("ReplHistory_AnotherVisit_RemembersPerRoom", () => {
  const storage = memory();
  const first = new ReplHistory(new Preferences(storage));
  first.open("main");
  first.add("x");
  const second = new ReplHistory(new Preferences(storage));
  second.open("main");
  assert.equal(second.older(""), "x");
  second.open("showroom");
  assert.equal(second.older(""), null);
});

test("ReplHistory_StorageHoldsSomethingElse_StartsEmpty", () => {
  const storage = memory();
  storage.setItem("bridge.repl.main", "{not json");
  const history = new ReplHistory(new Preferences(storage));
  history.open("main");
  assert.equal(history.older(""), null);
});

test("Preferences_StorageIsFull_LastAsLongAsTheTab", () => {
  const preferences = new Preferences({ getItem: () => null, setItem: () => { throw new Error("full"); } } as unknown as Storage);
  preferences.set("theme", "light");
  assert.equal(preferences.get("theme"), "light");
});

test("Repl_LinesAndAnswers_AreThereAgainAfterAReload", async () => {
  const storage = memory();
  const past = new ReplPast(storage);
  past.open("main");
  const { run, rows } = prompt(past);
  await run("6*7");
  const next = new ReplPast(storage);
  next.open("main");
  assert.deepEqual(next.until(Infinity), JSON.parse(JSON.stringify(rows().map(row => ({ ...row, id: undefined })))));
  assert.deepEqual(next.until(Infinity), [], "once");
});
