/** A piece of JavaScript, as far as finding declarations and the last expression needs it. */
export interface Token {
  text: string;
  start: number;
  end: number;
  /** Open brackets around it; a bracket itself counts as outside. */
  depth: number;
  /** A name or a keyword. */
  word: boolean;
  /** Whether a statement may start here: after `;`, `}` or a line's end, by the rules of automatic semicolons. */
  starts: boolean;
}

const PIECE = /\s+|\/\/[^\n]*|\/\*[^]*?\*\/|(?:#?[\p{ID_Start}$_\\][\p{ID_Continue}$\u200c\u200d\\]*)|\.?\d(?:[eE][+-]|[\w.])*|"(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'|\.\.\.|=>|[^]/uy;
const REGEXP = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/\w*/y;
/** After these a slash begins a regular expression, and no statement ends. */
const BEFORE_OPERAND = /^(?:[([{,;=:?!&|^~+\-*%<>/]|=>|\.\.\.|return|typeof|instanceof|in|of|new|delete|void|throw|case|do|else|await|yield|)$/;
/** At the start of a line these go on with the line before. */
const CONTINUES = /^(?:[)\].,;:?=&|^+\-*/%<>([`]|=>|\.\.\.|in|instanceof|of|else|catch|finally|while)$/;
/** Before a bracketed head, after which a statement goes on. */
const HEAD = /^(?:if|for|while|with)$/;

/** Takes source apart. It never fails: what isn't JavaScript comes out as pieces of it. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  const brackets: { text: string; head: boolean }[] = [];
  let newline = true;
  let afterHead = false;
  let at = 0;

  const push = (end: number, word: boolean) => {
    const text = source.slice(at, end);
    const last = tokens[tokens.length - 1];
    const closing = /^[)\]}]$/.test(text);
    const closed = closing ? brackets.pop() : undefined;
    const before = last?.text ?? "";
    const ended = !last || before === ";" || ((newline || before === "}") && !BEFORE_OPERAND.test(before) && !CONTINUES.test(text));
    tokens.push({ text, start: at, end, depth: brackets.length, word, starts: ended && !afterHead && !closing });
    afterHead = !!closed?.head;
    if (/^[([{]$/.test(text)) brackets.push({ text, head: text === "(" && HEAD.test(before) });
    newline = false;
    at = end;
  };

  while (at < source.length) {
    PIECE.lastIndex = at;
    const piece = PIECE.exec(source)![0];
    const end = at + piece.length;
    const first = piece[0]!;
    const last = tokens[tokens.length - 1]?.text ?? "";
    if (/^(?:\s|\/\/|\/\*)/.test(piece)) {
      newline ||= piece.includes("\n");
      at = end;
    } else if (first === "`") push(templateEnd(source, at), false);
    else if (first === "/" && (BEFORE_OPERAND.test(last) || afterHead) && (REGEXP.lastIndex = at, REGEXP.test(source))) push(REGEXP.lastIndex, false);
    else push(end, /[\p{ID_Start}$_]/u.test(first));
  }
  return tokens;
}

/** Where the template that opens at `at` ends, with the code inside its `${…}`. */
function templateEnd(source: string, at: number): number {
  for (let i = at + 1; i < source.length; i++) {
    if (source[i] === "\\") i++;
    else if (source[i] === "`") return i + 1;
    else if (source.startsWith("${", i)) i = substitutionEnd(source, i + 2);
  }
  return source.length;
}

function substitutionEnd(source: string, at: number): number {
  for (let depth = 1; at < source.length; at++) {
    const character = source[at];
    if (character === "`") at = templateEnd(source, at) - 1;
    else if (character === "'" || character === '"') while (++at < source.length && source[at] !== character) at += source[at] === "\\" ? 1 : 0;
    else if (character === "{") depth++;
    else if (character === "}" && !--depth) return at;
  }
  return at;
}
