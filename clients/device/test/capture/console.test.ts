import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { installConsole } from "../../src/capture/console.ts";
import type { Entry } from "../../src/capture/logFeed.ts";

interface Call { method: string; self: unknown; args: unknown[] }

function setUp(record?: (entry: Entry) => void) {
  const calls: Call[] = [];
  const entries: (Entry & { shown: any[] })[] = [];
  const fake: any = {};
  for (const method of Object.keys(console)) {
    fake[method] = { [method](this: unknown, ...args: unknown[]) { calls.push({ method, self: this, args }); return `result of ${method}`; } }[method];
  }
  const originals = { ...fake };
  let time = 0;
  const uninstall = installConsole({
    console: fake, ours: "", now: () => (time += 5),
    record: record ?? ((entry) => entries.push({ ...entry, shown: JSON.parse(entry.args) })),
  });
  return { fake, originals, calls, entries, uninstall };
}

test("Console_EachMethod_IsCalledOnceWithTheSameThisAndArgumentsAndResult", () => {
  const { fake, calls } = setUp();
  for (const method of Object.keys(fake)) {
    calls.length = 0;
    const args = [{}, Symbol(), 3];
    const self = {};
    assert.equal(fake[method].apply(self, args), `result of ${method}`);
    assert.equal(calls.length, 1, method);
    assert.equal(calls[0]!.self, self);
    assert.deepEqual(calls[0]!.args.map((arg, i) => arg === args[i]), [true, true, true]);
  }
});

test("Console_Wrapped_LooksNative", () => {
  const { fake, originals, uninstall } = setUp();
  assert.equal(fake.log.name, "log");
  assert.equal(fake.log.length, originals.log.length);
  assert.equal(Function.prototype.toString.call(fake.log), "function () { [native code] }");
  assert.deepEqual(Object.keys(fake), Object.keys(originals));
  uninstall();
  for (const method of Object.keys(originals)) assert.equal(fake[method], originals[method]);
});

test("Console_PatchedOverUs_IsLeftAsItIs", () => {
  const { fake, uninstall } = setUp();
  const theirs = () => {};
  fake.log = theirs;
  uninstall();
  assert.equal(fake.log, theirs);
});

test("Console_OurFailure_NeverReachesThePage", () => {
  const { fake, calls } = setUp(() => { throw new Error("ours"); });
  fake.log("x");
  fake.log(new Proxy({}, { ownKeys() { throw new Error("trap"); } }));
  assert.equal(calls.length, 2);
});

test("Console_OriginalThatThrows_ThrowsToThePage", () => {
  const fake: any = { log() { throw new RangeError("the page's own"); } };
  installConsole({ console: fake, ours: "", now: () => 0, record() {} });
  assert.throws(() => fake.log(), RangeError);
});

test("Console_LoggingWhileWeLook_IsNotCapturedAgain", () => {
  const { fake, calls, entries } = setUp();
  fake.log(new Proxy({}, { ownKeys() { fake.warn("from a trap"); return []; } }));
  assert.deepEqual(entries.map((entry) => entry.method), ["log"]);
  assert.deepEqual(calls.map((call) => call.method), ["warn", "log"]);
  fake.info("after");
  assert.equal(entries[1]!.method, "info");
});

test("Console_Levels_FollowTheMethod", () => {
  const { fake, entries } = setUp();
  for (const method of ["debug", "log", "info", "warn", "error", "dir", "dirxml", "table", "trace"]) fake[method]("x");
  assert.deepEqual(entries.map((entry) => entry.level), ["debug", "log", "info", "warn", "error", "log", "log", "log", "log"]);
});

test("Console_CallSite_IsTheCallersPlace", () => {
  const { fake, entries } = setUp();
  (function caller() { fake.log("here"); })();
  const site = JSON.parse(entries[0]!.site!);
  assert.match(site.url, /console\.test/);
  assert.equal(site.function, "caller");
});

test("Console_CallSite_IsFoundWhateverThePageDidToErrors", () => {
  const { fake, entries } = setUp();
  const { prepareStackTrace, stackTraceLimit } = Error;
  let ran = 0;
  Error.prepareStackTrace = () => { ran++; return "theirs"; };
  Error.stackTraceLimit = 0;
  fake.log("here");
  assert.equal(Error.stackTraceLimit, 0);
  assert.equal(Error.prepareStackTrace("" as any, []), "theirs");
  Error.prepareStackTrace = prepareStackTrace!;
  Error.stackTraceLimit = stackTraceLimit;
  assert.equal(ran, 1, "ours never, the assertion above once");
  assert.match(entries[0]!.site!, /console\.test/);
});

test("Console_ErrorTraceAndAssert_CarryTheStack", () => {
  const { fake, entries } = setUp();
  fake.error("e");
  fake.trace("t");
  fake.assert(false, "a %d", 1);
  fake.assert(true, "never");
  fake.log("l");
  assert.deepEqual(entries.map((entry) => [entry.method, !!entry.stack]), [["error", true], ["trace", true], ["assert", true], ["log", false]]);
  assert.equal(entries[2]!.shown[0].value, "a 1");
  assert.doesNotMatch(entries[0]!.stack!, /^Error/);
});

test("Console_Groups_SetTheDepth", () => {
  const { fake, entries } = setUp();
  fake.group("one");
  fake.groupCollapsed("two");
  fake.log("inside");
  fake.groupEnd();
  fake.log("between");
  fake.groupEnd();
  fake.groupEnd();
  fake.log("outside");
  assert.deepEqual(entries.map((entry) => entry.depth), [0, 1, 2, 1, 0]);
  fake.group();
  fake.clear();
  fake.log("cleared");
  assert.equal(entries.at(-1)!.depth, 0);
});

test("Console_CountsAndTimers_WriteTheirLines", () => {
  const { fake, entries } = setUp();
  fake.count();
  fake.count("a");
  fake.count("a");
  fake.countReset("a");
  fake.count("a");
  fake.time("t");
  fake.timeLog("t", 7);
  fake.timeEnd("t");
  fake.timeEnd("t");
  fake.count({ toString() { throw new Error("ran page code"); } });
  assert.deepEqual(entries.map((entry) => entry.shown.map((one) => one.value ?? one.text)), [
    ["default: 1"], ["a: 1"], ["a: 2"], ["a: 1"], ["t: 5 ms", 7], ["t: 10 ms"], ["t: no such timer"], ["object: 1"],
  ]);
});

test("Console_TableAndDir_TakeNoFormat", () => {
  const { fake, entries } = setUp();
  fake.dir("%s", { depth: 1 });
  fake.table([{ a: 1 }, { a: 2 }], ["a"]);
  assert.deepEqual(entries[0]!.shown.map((one) => one.type), ["string", "object"]);
  assert.equal(entries[1]!.shown[0].items[1].entries[0].value.value, 2);
});

test("Console_LoggedObjects_AreNotKeptAlive", async () => {
  setFlagsFromString("--expose-gc");
  const gc: () => void = runInNewContext("gc");
  const { fake, calls } = setUp();
  const references = (() => {
    const objects = [{ big: 1 }, [1], new Map([[{}, 1]]), new Error("x"), () => 1];
    for (const method of ["log", "error", "table", "group", "count", "time", "assert"]) fake[method](...objects);
    fake.assert(false, ...objects);
    calls.length = 0; // the test's own record of them
    return objects.map((object) => new WeakRef(object));
  })();
  for (let i = 0; i < 20 && references.some((reference) => reference.deref()); i++) {
    await new Promise((done) => setImmediate(done));
    gc();
  }
  assert.deepEqual(references.map((reference) => reference.deref()), [undefined, undefined, undefined, undefined, undefined]);
});
