import { isWord } from "./tokens.ts";
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
  tokens.forEach((token, i) => {
    if (token.depth || !token.starts) return;
    const next = tokens[i + 1];
    const { text } = token;
    if (/^(?:const|let|var)$/.test(text) && next && (isWord(next) || /^[[{]$/.test(next.text))) {
      if (text !== "var") found.lexical.push(token);
      found.names.push(...declaredAfter(tokens, i));
    } else if (text === "class" && isWord(next)) {
      const close = tokens.slice(i).find((one) => one.text === "}" && !one.depth);
      if (close) found.classes.push({ end: close.end, name: next!.text });
      found.names.push(next!.text);
    } else if (/^(?:async|function)$/.test(text)) {
      const name = tokens.slice(i + 1, i + 4).find((one) => isWord(one) && one.text !== "function");
      if (name && (text === "function" || next!.text === "function")) found.functions.push(name.text);
    }
  });
  found.names.push(...found.functions);
  return found;
}

/** The names in `const a = 1, {b, c: [d = 2]} = e`, of which the keyword is at `at`. */
function declaredAfter(tokens: readonly Token[], at: number): string[] {
  const names: string[] = [];
  let inTarget = true;
  for (let i = at + 1; i < tokens.length; i++) {
    const { text, depth, starts } = tokens[i]!;
    if (!depth && (text === ";" || (starts && i > at + 1))) break;
    if (!depth && /^[,=]$/.test(text)) inTarget = text === ",";
    else if (inTarget && isWord(tokens[i]) && tokens[i + 1]?.text !== ":") {
      // In a pattern a name follows a bracket, a comma, a key's colon or dots; a default's value does not.
      if (!depth || /^(?:[[{,:]|\.\.\.)$/.test(tokens[i - 1]!.text)) names.push(text);
    }
  }
  return names;
}
