import { LOG_LIMITS, preview } from "./preview.ts";
import type { Limits } from "./preview.ts";

/** Arguments a call may have; the others are counted. */
const MOST_ARGUMENTS = 50;

/**
 * The arguments of a console call as previews, with the format of a first string rendered (WHATWG Console, 2.2): numbers
 * and text into it, objects between its pieces, styles (%c) left out. A piece loses the one space that joins it.
 */
export function formatArguments(args: readonly unknown[], limits: Limits = LOG_LIMITS): string {
  const [format, ...values] = args;
  const shown = typeof format === "string" && values.length && format.includes("%") ? rendered(format, values) : args;
  const previews = shown.slice(0, MOST_ARGUMENTS).map((value) => preview(value, limits));
  const left = shown.length - MOST_ARGUMENTS;
  if (left > 0) previews.push(preview(`… ${left} more`, limits));
  return `[${previews.join(",")}]`;
}

function rendered(format: string, values: unknown[]): unknown[] {
  const pieces: unknown[] = [];
  let text = "";
  let next = 0;
  let end = 0;
  for (const { 0: directive, 1: letter, index } of format.matchAll(/%([%sdifoOc])/g)) {
    if (letter !== "%" && next >= values.length) break;
    text += format.slice(end, index);
    end = index + directive.length;
    if (letter === "%") text += "%";
    else {
      const value = values[next++];
      const asText = letter === "c" ? "" : textFor(letter!, value);
      if (asText !== null) text += asText;
      else {
        if (text) pieces.push(text.replace(/ $/, ""));
        pieces.push(value);
        text = "";
        if (format[end] === " ") end++;
      }
    }
  }
  text += format.slice(end);
  if (text) pieces.push(text);
  return [...pieces, ...values.slice(next)];
}

/** What the directive makes of a value without running code of the page's; null where the value stands for itself. */
function textFor(letter: string, value: unknown): string | null {
  if (letter === "o" || letter === "O" || (typeof value === "object" && value) || typeof value === "function") return null;
  if (letter === "s") return String(value);
  if (typeof value === "symbol") return "NaN";
  return String(letter === "f" ? parseFloat(String(value)) : parseInt(String(value), 10));
}
