// What the tests make this page do. Lines matter: tests name them as call sites.
window.loadedAt = performance.now();
function logPlain() {
  console.log("plain", 42);
}
function throwLater() {
  setTimeout(function boom() {
    throw new TypeError("boom");
  });
}
function rejectLater() {
  Promise.reject(new RangeError("rejected"));
}
function logKinds() {
  class Point { constructor() { this.x = 1; this.y = 2; } }
  const circular = { name: "circle" };
  circular.self = circular;
  const thorny = { get bad() { throw new Error("getter"); }, ok: 1 };
  const values = [
    "text", 1.5, -0, NaN, 10n, true, null, undefined, Symbol("s"), function named(a, b) { return a + b; }, class Named {},
    [1, [2, [3]]], { a: { b: { c: 1 } } }, new Point(), new Map([["k", 1]]), new Set([1, 2]), new Uint8Array([1, 2, 3]),
    new Date(0), /re/g, new Error("err"), document.getElementById("title"), Promise.resolve(1), circular, thorny,
    new Proxy({}, { ownKeys() { throw new Error("trap"); }, getPrototypeOf() { throw new Error("trap"); } }), new WeakMap(),
  ];
  for (const value of values) console.log(value);
  return values.length;
}
