import assert from "node:assert/strict";
import { test } from "node:test";
import { runInThisContext } from "node:vm";
import { rewriteLine } from "../../src/commands/line.ts";

const compiles = (source: string) => {
  try {
    runInThisContext(source);
    return true;
  } catch (error) {
    if ((error as Error).name !== "SyntaxError") throw error;
    return false;
  }
};

/** Runs lines one after the other in one scope; returns what each comes to. */
async function run(...lines: string[]): Promise<unknown[]> {
  const scope: Record<string, unknown> = Object.create(null);
  const values = [];
  for (const line of lines) {
    const { source, names } = rewriteLine(line, compiles);
    for (const name of names) if (!(name in scope)) scope[name] = undefined;
    const result: { value?: unknown } = {};
    await runInThisContext(source).call(globalThis, scope, result);
    values.push(result.value);
  }
  return values;
}

const last = async (...lines: string[]) => (await run(...lines)).at(-1);

const rows: [string, string[], unknown][] = [
  ["Expression", ["1 + 2"], 3],
  ["ExpressionWithSemicolon", ["1 + 2;"], 3],
  ["ExpressionWithComment", ["1 + 2 // three"], 3],
  ["ObjectLiteral", ["{a: 1}"], { a: 1 }],
  ["Await", ["await Promise.resolve(5)"], 5],
  ["AwaitInside", ["[await Promise.resolve(1), await Promise.resolve(2)]"], [1, 2]],
  ["Const", ["const a = 1", "a + 1"], 2],
  ["ConstAgain", ["const a = 1", "const a = 2", "a"], 2],
  ["ConstAndValue", ["const a = 1; a + 1"], 2],
  ["LetReassigned", ["let n = 1", "n++", "n"], 2],
  ["LetWithoutValue", ["let u", "typeof u"], "undefined"],
  ["SeveralDeclarators", ["const a = f(1, 2), b = [3, 4], c = 5; function f(x, y) { return x + y }", "[a, b, c]"], [3, [3, 4], 5]],
  ["ObjectPattern", ["const {a, b: {c: [d]}, ...rest} = {a: 1, b: {c: [2]}, e: 3}", "[a, d, rest]"], [1, 2, { e: 3 }]],
  ["PatternDefaults", ["const {a = 7, b: q = a + 1} = {}", "[a, q]"], [7, 8]],
  ["ArrayPattern", ["const [x, , y = 4] = [1, 2]", "[x, y]"], [1, 4]],
  ["AwaitInDeclaration", ["const r = await Promise.resolve({v: 1})", "r.v"], 1],
  ["FunctionPersists", ["function twice(n) { return n * 2 }", "twice(4)"], 8],
  ["FunctionIsHoisted", ["const v = early(); function early() { return 'e' }", "v"], "e"],
  ["AsyncFunction", ["async function later() { return 9 }", "await later()"], 9],
  ["Generator", ["function* g() { yield 1; yield 2 }", "[...g()]"], [1, 2]],
  ["ClassPersists", ["class A { m() { return 'm' } }\nclass B extends A {}", "new B().m()"], "m"],
  ["ArrowConst", ["const inc = n => n + 1", "inc(1)"], 2],
  ["ClosureSeesReassignment", ["let n = 1; const get = () => n", "n = 5", "get()"], 5],
  ["DangerousName", ["const name = {x: 1}, top = 2, location = 3", "[name.x, top, location]"], [1, 2, 3]],
  ["LastExpressionAfterStatements", ["let s = 0\nfor (let i = 0; i < 4; i++) s += i\ns"], 6],
  ["AfterIf", ["let q = 0; if (true) q = 3; q"], 3],
  ["IfOnTwoLines", ["let z = 0\nif (false)\n z = 1\n"], undefined],
  ["IfOnTwoLinesDidNotRun", ["var hit = 0", "if (false)\n hit = 1", "hit"], 0],
  ["ElseOnTwoLines", ["var hit2 = 0", "if (true) 1\nelse\n hit2 = 1", "hit2"], 0],
  ["BlockThenExpression", ["{ let inner = 1 }\n'after'"], "after"],
  ["ContinuationOperator", ["const sum = 1\n+ 2", "sum"], 3],
  ["ContinuationCall", ["const list = [1, 2, 3]\n  .map(n => n * 2)\n  .filter(n => n > 2)", "list"], [4, 6]],
  ["ChainAsLast", ["var o = {a: {b: 1}}\no\n  .a\n  .b"], 1],
  ["Template", ["const t = `a ${[1, 2].map(n => `<${n}>`).join('')} b`", "t"], "a <1><2> b"],
  ["RegExpWithQuotes", ["const re = /['\"`{(]/g, after = 1", "re.test('{') && after"], 1],
  ["Division", ["const half = 4 / 2, third = 9 / 3", "half + third"], 5],
  ["StringWithBraces", ["const str = '} const no = 1', other = \"{\"", "str.length + other.length"], 15],
  ["Comments", ["const c1 = 1 /* const c2 = 2; */ // let c3\n, c4 = 4", "c1 + c4"], 5],
  ["TryCatch", ["let caught\ntry { throw new Error('t') } catch (e) { caught = e.message }\ncaught"], "t"],
  ["Labels", ["outer: for (const a of [1]) { continue outer }\n'done'"], "done"],
  ["Promise", ["Promise.resolve(1) instanceof Promise"], true],
  ["TypeofUnknown", ["typeof neverDeclared"], "undefined"],
  ["Arrow", ["(x => x)(3)"], 3],
  ["Empty", [""], undefined],
  ["OnlyComment", ["// nothing"], undefined],
  ["This", ["this === globalThis"], true],
  ["UnicodeNames", ["const größe = 2, 𠮷 = 3", "größe + 𠮷"], 5],
  ["NestedFunctionsStayLocal", ["function outer() { const inner = 1; return inner }\nouter()", "typeof inner"], "undefined"],
  ["AsiAfterParenthesis", ["var calls = []; calls.push(1)\ncalls.push(2)\ncalls"], [1, 2]],
  ["DoWhile", ["let d = 0; do { d++ } while (d < 3)\nd"], 3],
  ["AsyncArrowFirst", ["async () => 1, 'x'"], "x"],
  ["SwitchThenValue", ["let w; switch (1) { case 1: w = 'one' }\nw"], "one"],
];

for (const [name, lines, expected] of rows) {
  test(`Line_${name}_ComesTo`, async () => assert.deepEqual(await last(...lines), expected));
}

test("Line_Declarations_LeaveTheGlobalObjectAlone", async () => {
  await run("const leakA = 1; let leakB = 2; class LeakC {}; function leakD() {}");
  for (const name of ["leakA", "leakB", "LeakC", "leakD"]) assert.equal(name in globalThis, false, name);
});

test("Line_SyntaxError_IsTheUsersOwn", async () => {
  await assert.rejects(run("const = 1"), SyntaxError);
  await assert.rejects(run("foo("), SyntaxError);
});

test("Line_Throws_KeepsWhatWasDeclaredBefore", async () => {
  const scope: any = Object.create(null);
  const { source, names } = rewriteLine("const kept = 1; throw new TypeError('no')", compiles);
  for (const name of names) scope[name] = undefined;
  await assert.rejects(runInThisContext(source)(scope, {}), TypeError);
  assert.equal(scope.kept, 1);
});

test("Line_AnyPrefixOfASource_IsTakenApartWithoutHarm", () => {
  const source = "const {a = `x${`y`}`, b} = /[/'\"]/.exec(s) ? {} : await f(); class Q { m() { return '}' } }\nif (a) b\nelse c\n[1].map(x => { return x })";
  for (let end = 0; end <= source.length; end++) rewriteLine(source.slice(0, end), () => true);
  for (let start = 0; start < source.length; start++) rewriteLine(source.slice(start), () => false);
});

test("Line_PageThatForbidsEval_SaysSo", () => {
  assert.throws(() => rewriteLine("1", () => { throw new EvalError("csp"); }), EvalError);
});
