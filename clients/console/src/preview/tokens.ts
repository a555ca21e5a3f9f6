import type { Preview } from "@bridge/protocol";

/** A piece of a preview's one-line form, and the class that colours it. */
export interface Token { kind: TokenKind; text: string }

export type TokenKind = "plain" | "string" | "number" | "keyword" | "key" | "name" | "error" | "node" | "faint";

const INLINE_ITEMS = 12;
const INLINE_ENTRIES = 6;
const INLINE_STRING = 120;
/** A whole line's length: what is longer is read by opening the row. */
const LINE = 1_000;

/** A value on one line, in tokens. A string that stands alone (`top`) is shown as it is, without quotes. */
export function tokens(preview: Preview, top = false): Token[] {
  const out: Token[] = [];
  write(out, preview, top, 0);
  return out;
}

/** A value on one line, as text: what is searched, copied and exported. */
export function previewText(preview: Preview, top = false): string {
  return tokens(preview, top).map(token => token.text).join("");
}

function write(out: Token[], p: Preview, top: boolean, depth: number): void {
  const put = (kind: TokenKind, text: string) => { out.push({ kind, text }); };
  switch (p.type) {
    case "string": return writeString(out, p, top);
    case "number": case "bigint": return put("number", p.text ?? String(p.value));
    case "boolean": return put("keyword", String(p.value));
    case "undefined": case "null": return put("keyword", p.type);
    case "symbol": return put("string", p.text ?? "Symbol()");
    case "regexp": return put("string", p.text ?? "/…/");
    case "date": return put("number", p.text ?? "Invalid Date");
    case "function": put("keyword", "ƒ "); return put("name", p.name || "anonymous");
    case "error": return put("error", errorLine(p));
    case "node": return put("node", p.text ?? `<${p.name ?? "node"}>`);
    case "circular": return put("faint", "[circular]");
    case "getter": return put("faint", "(getter)");
    case "thrown": return put("error", `[threw ${p.message ?? p.text ?? "an error"}]`);
    case "promise": case "weak": put("name", p.name ?? "Promise"); return put("faint", " {…}");
    case "array": case "typedarray": case "set": return writeItems(out, p, depth);
    case "map": case "object": return writeEntries(out, p, depth);
    default: return put("faint", `[${String((p as Preview).type)}]`); // a newer device may know more types
  }
}

function writeString(out: Token[], p: Preview, top: boolean): void {
  const text = String(p.value ?? "");
  const cut = p.more ? `… ${p.more} more characters` : "";
  if (top) {
    out.push({ kind: "plain", text });
    if (cut) out.push({ kind: "faint", text: cut });
    return;
  }
  const short = text.length > INLINE_STRING ? `${text.slice(0, INLINE_STRING)}…` : text;
  out.push({ kind: "string", text: `"${short.replace(/\n/g, "\\n")}"` });
  if (cut) out.push({ kind: "faint", text: cut });
}

function writeItems(out: Token[], p: Preview, depth: number): void {
  const name = p.name && p.name !== "Array" ? p.name : p.type === "set" ? "Set" : "";
  const items = p.items ?? [];
  if (name || (p.size ?? 0) > 1) out.push({ kind: "faint", text: `${name}(${p.size ?? items.length}) ` });
  const [open, close] = p.type === "set" ? ["{", "}"] : ["[", "]"];
  writeList(out, items, p, INLINE_ITEMS, open, close, item => write(out, item, false, depth + 1));
}

function writeEntries(out: Token[], p: Preview, depth: number): void {
  const entries = p.entries ?? [];
  if (p.type === "map") out.push({ kind: "faint", text: `${p.name ?? "Map"}(${p.size ?? entries.length}) ` });
  else if (p.name && p.name !== "Object") out.push({ kind: "faint", text: `${p.name} ` });
  writeList(out, entries, p, INLINE_ENTRIES, "{", "}", entry => {
    if (p.type === "map") write(out, entry.key, false, depth + 1);
    else out.push({ kind: "key", text: previewText(entry.key, true) });
    out.push({ kind: "faint", text: p.type === "map" ? " => " : ": " });
    write(out, entry.value, false, depth + 1);
  });
}

function writeList<T>(out: Token[], all: readonly T[], p: Preview, most: number, open: string, close: string, one: (item: T) => void): void {
  out.push({ kind: "plain", text: open });
  const long = () => out.reduce((sum, token) => sum + token.text.length, 0) > LINE;
  let shown = 0;
  for (const item of all) {
    if (shown === most || long()) break;
    if (shown > 0) out.push({ kind: "plain", text: ", " });
    one(item);
    shown += 1;
  }
  const left = all.length - shown + (p.more ?? 0) > 0 || (all.length === 0 && (p.size ?? 0) > 0);
  if (left) out.push({ kind: "faint", text: shown > 0 ? ", …" : "…" });
  out.push({ kind: "plain", text: close });
}

/** `TypeError: x is not a function`, once, whether or not the name is part of the message. */
export function errorLine(p: Preview): string {
  const name = p.name ?? "Error";
  return p.message ? (p.message.startsWith(`${name}:`) ? p.message : `${name}: ${p.message}`) : name;
}
