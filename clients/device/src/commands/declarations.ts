import type { Token } from "./tokens.ts";

/** What a line of the console needs done so that its declarations outlive it. */
export interface Declarations {
  /** Every name that is declared at the top level. */
  names: string[];
  /** The functions among them, which are there before the first statement. */
  functions: string[];
  /** Where `const` or `let` stands, to become `var`. */
  lexical: Token[];
  /** Where a class ends, and its name. */
  classes: { end: number; name: string }[];
}

/** Finds the declarations at the top level of a token list. What it can't follow it leaves out: that name is then local to its line. */
export function findDeclarations(tokens: readonly Token[]): Declarations {
  const found: Declarations = { names: [], functions: [], lexical: [], classes: [] };
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.depth || !token.starts) continue;
    const next = tokens[i + 1];
    if (/^(const|let|var)$/.test(token.text) && next && (next.word || /^[[{]$/.test(next.text))) {
      if (token.text !== "var") found.lexical.push(token);
      i = declarators(tokens, i + 1, found.names) - 1;
    } else if (token.text === "class" && next?.word) {
      const close = tokens.slice(i).find((one) => one.text === "}" && !one.depth);
      if (close) found.classes.push({ end: close.end, name: next.text });
      found.names.push(next.text);
    } else if (token.text === "function" || (token.text === "async" && next?.text === "function")) {
      const name = tokens.slice(i + 1, i + 4).find((one) => one.word && one.text !== "function");
      if (name) found.functions.push(name.text);
    }
  }
  found.names.push(...found.functions);
  return found;
}

/** `a = 1, {b, c: [d]} = e`: returns the index after it. */
function declarators(tokens: readonly Token[], at: number, names: string[]): number {
  for (;;) {
    at = skipInitializer(tokens, pattern(tokens, at, names), 0);
    if (tokens[at]?.text !== ",") return at;
    at++;
  }
}

/** A name, or a pattern of names; returns the index after it. */
function pattern(tokens: readonly Token[], at: number, names: string[]): number {
  const open = tokens[at];
  if (!open) return at;
  if (open.text !== "{" && open.text !== "[") {
    if (open.word) names.push(open.text);
    return at + 1;
  }
  const inside = open.depth + 1;
  for (at++; at < tokens.length && tokens[at]!.depth >= inside; ) {
    if (/^(,|\.\.\.)$/.test(tokens[at]!.text)) at++;
    else {
      if (open.text === "{") {
        // `key: target`, where the key may be computed; or the name alone.
        let colon = at + 1;
        while (tokens[at]!.text === "[" && tokens[colon - 1]!.text !== "]") colon++;
        if (tokens[colon]?.text === ":") at = colon + 1;
      }
      at = skipInitializer(tokens, pattern(tokens, at, names), inside);
    }
  }
  return at + 1;
}

/** Skips `= …` up to the comma, the bracket or the end of the statement that follows it at this depth. */
function skipInitializer(tokens: readonly Token[], at: number, depth: number): number {
  if (tokens[at]?.text !== "=") return at;
  for (at++; at < tokens.length; at++) {
    const token = tokens[at]!;
    if (token.depth < depth || (token.depth === depth && (token.text === "," || token.text === ";" || (!depth && token.starts)))) break;
  }
  return at;
}
