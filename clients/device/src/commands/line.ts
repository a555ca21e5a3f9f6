import { findDeclarations } from "./declarations.ts";
import { tokenize } from "./tokens.ts";

/** A line of the console, rewritten as an async function of a scope and a place for the result. */
export interface Line {
  source: string;
  /** What it declares, to be put into the scope before it runs. */
  names: string[];
}

/**
 * Rewrites a line so that `await` works at its top level, what it declares outlives it, and the value of its last
 * expression comes out. The names live in a scope object around the code (`with`): `const` and `let` become `var`, whose
 * assignments then go to the scope. So they hide the page's globals without touching them: `let name = {}` is safe.
 * `compiles` tells whether a source is free of syntax errors, and throws where it may not be compiled at all.
 */
export function rewriteLine(code: string, compiles: (source: string) => boolean): Line {
  const tokens = tokenize(code);
  const { names, functions, lexical, classes } = findDeclarations(tokens);
  const plain = { source: wrap("", code), names: [] };
  if (!code.trim()) return plain;

  const whole = wrap("", valueOf(code));
  if (tokens[0] && !DECLARES.test(code.slice(tokens[0].start)) && compiles(whole)) return { source: whole, names: [] };
  if (!compiles(plain.source)) return plain; // the error is the user's, as it is

  const edits = [
    ...lexical.map(({ start, end, text }) => ({ start, end, text: "var".padEnd(text.length) })),
    ...classes.map(({ end, name }) => ({ start: end, end, text: `;$bridge.${name}=${name};` })),
  ];
  const before = functions.map((name) => `$bridge.${name}=${name};`).join("");
  const rewrite = (from: number, to: number) => {
    let text = "";
    for (const edit of edits.sort((a, b) => a.start - b.start)) {
      if (edit.start < from || edit.end > to) continue;
      text += code.slice(from, edit.start) + edit.text;
      from = edit.end;
    }
    return text + code.slice(from, to);
  };

  // The last place where a statement starts and the rest is an expression.
  for (const { depth, starts, start } of tokens.slice().reverse()) {
    if (depth || !starts) continue;
    const tail = code.slice(start);
    if (DECLARES.test(tail) || tail.startsWith("{") || !compiles(wrap("", valueOf(tail)))) break;
    const source = wrap(before, rewrite(0, start) + valueOf(tail));
    if (compiles(source)) return { source, names };
    break;
  }
  const source = wrap(before, rewrite(0, code.length));
  return compiles(source) ? { source, names } : plain;
}

/** Would be an expression too, but means a declaration. */
const DECLARES = /^(?:async\s+function|function|class)\b/;

const valueOf = (expression: string): string => `;$result.value=(${expression.replace(/;\s*$/, "")}\n)`;

const wrap = (before: string, body: string): string => `(async function($bridge,$result){with($bridge){${before}${body}\n}})`;
