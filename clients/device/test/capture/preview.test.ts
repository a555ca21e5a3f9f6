import assert from "node:assert/strict";
import { test } from "node:test";
import type { Preview } from "@bridge/protocol";
import { EVAL_LIMITS, LOG_LIMITS, preview } from "../../src/capture/preview.ts";

const of = (value: unknown, limits = LOG_LIMITS): Preview => JSON.parse(preview(value, limits));
const entry = (value: Preview, key: string) => value.entries?.find((one) => one.key.value === key)?.value;

test("Preview_Primitives_AreExact", () => {
  assert.deepEqual(of("a\u2028\"\n"), { type: "string", value: "a\u2028\"\n" });
  assert.deepEqual(of(1.5), { type: "number", value: 1.5 });
  assert.deepEqual(of(0), { type: "number", value: 0 });
  assert.deepEqual(of(NaN), { type: "number", text: "NaN" });
  assert.deepEqual(of(-Infinity), { type: "number", text: "-Infinity" });
  assert.deepEqual(of(-0), { type: "number", text: "-0" });
  assert.deepEqual(of(true), { type: "boolean", value: true });
  assert.deepEqual(of(10n), { type: "bigint", text: "10n" });
  assert.deepEqual(of(Symbol("a")), { type: "symbol", text: "Symbol(a)" });
  assert.deepEqual(of(undefined), { type: "undefined" });
  assert.deepEqual(of(null), { type: "null" });
  assert.deepEqual(of(function named() {}), { type: "function", name: "named" });
  assert.deepEqual(of("\ud800"), { type: "string", value: "\ud800" });
});

test("Preview_NestedObject_IsTwoLevelsDeep", () => {
  const shown = of({ a: { b: { c: 1 } }, list: [1, [2, [3]]] });
  assert.deepEqual(entry(entry(shown, "a")!, "b"), { type: "object" });
  const list = entry(shown, "list")!;
  assert.equal(list.size, 2);
  assert.deepEqual(list.items![1], { type: "array", size: 2 });
});

test("Preview_OfEval_IsThreeLevelsDeep", () => {
  assert.equal(entry(entry(entry(of({ a: { b: { c: 1 } } }, EVAL_LIMITS), "a")!, "b")!, "c")!.value, 1);
});

test("Preview_Collections_ShowSizeAndContent", () => {
  assert.deepEqual(of(new Map<unknown, unknown>([["k", 1]])), {
    type: "map", name: "Map", size: 1, entries: [{ key: { type: "string", value: "k" }, value: { type: "number", value: 1 } }],
  });
  assert.deepEqual(of(new Set([1])), { type: "set", name: "Set", size: 1, items: [{ type: "number", value: 1 }] });
  assert.deepEqual(of(new Set()), { type: "set", name: "Set", size: 0, items: [] });
  assert.deepEqual(of(new Uint8Array([1, 2])).items!.map((one) => one.value), [1, 2]);
  assert.equal(of(new Uint8Array([1, 2])).name, "Uint8Array");
  assert.equal(of(new BigInt64Array([5n])).items![0]!.text, "5n");
  assert.deepEqual(of(new ArrayBuffer(8)), { type: "typedarray", name: "ArrayBuffer", size: 8 });
  assert.equal(of(new WeakMap()).type, "weak");
  assert.equal(of(new WeakRef({})).type, "weak");
  assert.equal(of(Promise.resolve(1)).type, "promise");
});

test("Preview_DateAndRegExp_AreText", () => {
  assert.equal(of(new Date(0)).text, "1970-01-01T00:00:00.000Z");
  assert.equal(of(new Date(NaN)).text, "Invalid Date");
  assert.equal(of(/a\/b/giu).text, "/a\\/b/giu");
});

test("Preview_Error_HasMessageStackAndCause", () => {
  class TypedError extends TypeError { code = 7; }
  const shown = of(new TypedError("no", { cause: new Error("why") }));
  assert.equal(shown.type, "error");
  assert.equal(shown.name, "TypedError");
  assert.equal(shown.message, "no");
  assert.match(shown.stack!, /preview\.test/);
  assert.equal(entry(shown, "code")!.value, 7);
  assert.equal(entry(shown, "cause")!.message, "why");
  assert.equal(of(new AggregateError([new Error("one")], "all")).entries![0]!.key.value, "errors");
});

test("Preview_ClassInstance_IsNamedWithoutToStringTag", () => {
  class Point { x = 1; get [Symbol.toStringTag]() { throw new Error("asked"); } }
  assert.equal(of(new Point()).name, "Point");
  assert.equal(of(Object.create(null)).name, undefined);
  assert.equal(of({ constructor: "odd" }).type, "object");
  class Odd { static name() { return "never"; } }
  assert.equal(of(new Odd()).name, undefined);
});

test("Preview_Circular_IsSaidOnce", () => {
  const loop: any = { name: "loop" };
  loop.self = loop;
  loop.list = [loop];
  assert.equal(entry(of(loop), "self")!.type, "circular");
  assert.equal(entry(of(loop), "list")!.items![0]!.type, "circular");
  const twice = { shared: 1 };
  assert.equal(entry(of({ a: twice, b: twice }), "b")!.type, "object", "the same object twice is no circle");
});

test("Preview_Getters_AreNeverInvoked", () => {
  let asked = 0;
  const trap = { get evil() { asked++; throw new Error("evil"); }, ok: 1 };
  assert.deepEqual(entry(of(trap), "evil"), { type: "getter" });
  assert.equal(entry(of(trap), "ok")!.value, 1);
  const list: unknown[] = [1];
  Object.defineProperty(list, 0, { get() { asked++; return 2; }, enumerable: true });
  assert.deepEqual(of(list).items, [{ type: "getter" }]);
  const error = new Error("x");
  Object.defineProperty(error, "stack", { get() { asked++; return "s"; } });
  Object.defineProperty(error, "message", { get() { asked++; return "m"; } });
  assert.equal(of(error).message, "");
  class Sly { get ["constructor"]() { asked++; return Sly; } get [Symbol.toStringTag]() { asked++; return "x"; } get then() { asked++; return 1; } toString() { asked++; return ""; } toJSON() { asked++; } valueOf() { asked++; return 1; } }
  of(new Sly());
  const map = new Map([[1, 2]]);
  Object.defineProperty(map, "size", { get() { asked++; return 9; } });
  (map as any).forEach = (map as any)[Symbol.iterator] = () => { asked++; };
  assert.equal(of(map).size, 1);
  const regexp = /x/g;
  Object.defineProperty(regexp, "flags", { get() { asked++; } });
  Object.defineProperty(regexp, "global", { get() { asked++; } });
  of(regexp);
  const date = new Date(0);
  (date as any).getTime = (date as any).toISOString = () => { asked++; };
  of(date);
  assert.equal(asked, 0);
});

test("Preview_Proxies_AreHarmless", () => {
  const hostile = new Proxy({}, new Proxy({}, { get() { throw new Error("trap"); } }));
  assert.deepEqual(of(hostile), { type: "thrown" });
  assert.equal(entry(of({ hostile, after: 1 }), "after")!.value, 1);
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  assert.deepEqual(of(proxy), { type: "thrown" });
  assert.deepEqual(of([proxy, 1]).items, [{ type: "thrown" }, { type: "number", value: 1 }]);
  const endless: any = new Proxy({}, { getPrototypeOf: () => endless, ownKeys: () => [] });
  of(endless);
});

test("Preview_BorrowedPrototype_IsAnObject", () => {
  assert.equal(of(Object.create(Map.prototype)).type, "object");
  assert.equal(of(Object.create(Date.prototype)).type, "object");
  assert.equal(of(Object.create(Uint8Array.prototype)).type, "object");
  assert.equal(of(Object.create(RegExp.prototype)).type, "object");
});

test("Preview_Large_IsCappedAndSaysHowMuchIsMissing", () => {
  const text = of("x".repeat(20_000));
  assert.deepEqual([(text.value as string).length, text.size, text.more], [10_000, 20_000, 10_000]);
  const list = of(Array.from({ length: 1000 }, (_, i) => i));
  assert.deepEqual([list.items!.length, list.size, list.more], [100, 1000, 900]);
  const map = of(new Map(Array.from({ length: 1000 }, (_, i) => [i, i])));
  assert.deepEqual([map.entries!.length, map.more], [100, 900]);
  const object = of(Object.fromEntries(Array.from({ length: 1000 }, (_, i) => ["k" + i, i])));
  assert.deepEqual([object.entries!.length, object.more], [100, 900]);
  assert.equal(of(new Uint8Array(1e7)).items!.length, 100);
});

test("Preview_OfAnything_IsBoundedInSize", () => {
  const wide = Array.from({ length: 100 }, () => Object.fromEntries(Array.from({ length: 100 }, (_, i) => ["key" + i, "v".repeat(1000)])));
  assert.ok(preview(wide, LOG_LIMITS).length < 100_000);
  assert.ok(preview(wide, EVAL_LIMITS).length < 256_000);
  const deep = JSON.parse("[".repeat(5000) + "]".repeat(5000));
  assert.ok(preview(deep, EVAL_LIMITS).length < 1000);
});

test("Preview_PageThatPatchedTheLanguage_StillWorks", () => {
  const saved = { toJSON: (Array.prototype as any).toJSON, stringify: JSON.stringify, keys: Object.keys };
  (Array.prototype as any).toJSON = (Object.prototype as any).toJSON = (String.prototype as any).toJSON = () => { throw new Error("patched"); };
  JSON.stringify = () => { throw new Error("patched"); };
  let shown;
  try {
    shown = preview({ a: ["b"] }, LOG_LIMITS);
  } finally {
    delete (Array.prototype as any).toJSON;
    delete (Object.prototype as any).toJSON;
    delete (String.prototype as any).toJSON;
    JSON.stringify = saved.stringify;
  }
  assert.equal(entry(JSON.parse(shown), "a")!.items![0]!.value, "b");
});

test("Preview_SymbolKeys_AreShown", () => {
  assert.deepEqual(of({ [Symbol("s")]: 1 }).entries, [{ key: { type: "symbol", text: "Symbol(s)" }, value: { type: "number", value: 1 } }]);
});

test("Preview_SparseArray_ShowsHoles", () => {
  assert.deepEqual(of([1, , 3]).items!.map((one) => one.type), ["number", "undefined", "number"]);
});
