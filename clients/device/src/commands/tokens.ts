/** A piece of JavaScript, as far as finding declarations and the last expression needs it. */
export interface Token {
  text: string;
  start: number;
  end: number;
  /** Open brackets around it; a bracket itself counts as outside. */
  depth: number;
  /** Whether a statement may start here: after `;`, `}` or a line's end, by the rules of automatic semicolons. */
  starts: boolean;
}

// Blanks and comments · names · numbers · strings · templates, which fall into several where one is inside another · the rest.
const PIECE =
  /\s+|\/\/.*|\/\*[^]*?\*\/|[\p{ID_Start}$_#\\][\p{ID_Continue}$\u200c\u200d\\]*|\.?\d(?:[eE][+-]|[\w.])*|(["'`])(?:\\[^]|(?!\1)[^\\])*\1|\.\.\.|=>|[^]/uy;
const REGEXP = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/\w*/y;
/** After these a slash begins a regular expression, and no statement ends. */
const BEFORE_OPERAND = /^(?:[([{,;=:?!&|^~+\-*%<>/]|=>|\.\.\.|return|typeof|instanceof|in|of|new|delete|void|throw|case|do|else|await|yield|)$/;
/** At the start of a line these go on with the line before. */
const CONTINUES = /^(?:[)\].,;:?=&|^+\-*/%<>([]|`[^]*|=>|\.\.\.|in|instanceof|of|else|catch|finally|while)$/;

export const isWord = (token: Token | undefined): boolean => /^[\p{ID_Start}$_]/u.test(token?.text ?? "");

/** Takes source apart. It never fails: what isn't JavaScript comes out as pieces of it. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  /** For each open bracket what stands before it: after the head of an `if` or a loop its statement goes on. */
  const openers: string[] = [];
  let newline = true;
  let afterHead = false;
  let afterDo = false;

  for (let start = 0; start < source.length; ) {
    PIECE.lastIndex = REGEXP.lastIndex = start;
    const before = tokens[tokens.length - 1]?.text ?? "";
    let text = PIECE.exec(source)![0];
    if (/^(?:\s|\/[/*])/.test(text)) newline ||= text.includes("\n");
    else {
      if (text === "/" && (afterHead || BEFORE_OPERAND.test(before))) text = REGEXP.exec(source)?.[0] ?? text;
      const closes = /^[)\]}]$/.test(text);
      const opener = closes ? openers.pop()! : "";
      const ended = before === "" || before === ";" || ((newline || before === "}") && !BEFORE_OPERAND.test(before) && !CONTINUES.test(text));
      tokens.push({ text, start, end: start + text.length, depth: openers.length, starts: ended && !afterHead && !closes });
      if (/^[([{]$/.test(text)) openers.push(afterDo ? "" : before);
      afterHead = text === ")" && /^(?:if|for|while|with)$/.test(opener);
      afterDo = opener === "do" || (afterDo && text === "while");
      newline = false;
    }
    start += text.length;
  }
  return tokens;
}
