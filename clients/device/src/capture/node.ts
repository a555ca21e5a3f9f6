import { getterOf, read } from "./intrinsics.ts";

// Native getters, because a form's field named "attributes" or "nodeName" hides the form's own.
const has = typeof Node !== "undefined";
export const nodeName = has ? getterOf(Node.prototype, "nodeName") : undefined;
const nodeType = has ? getterOf(Node.prototype, "nodeType") : undefined;
const nodeText = has ? getterOf(Node.prototype, "nodeValue") : undefined;
const attributes = has ? Element.prototype.getAttributeNames : undefined;
const attribute = has ? Element.prototype.getAttribute : undefined;

const MOST_ATTRIBUTES = 20;
const MOST_TEXT = 200;

/** `<a id="b">` for an element, `#text "…"` and the like for others. */
export function tagOf(node: Node): string {
  const name: string = read(nodeName, node);
  const text: string | null = read(nodeText, node);
  if (read(nodeType, node) !== Node.ELEMENT_NODE) return text === null ? name : `${name} ${JSON.stringify(text.slice(0, MOST_TEXT))}`;
  const element = node as Element;
  const shown = attributes!.call(element).slice(0, MOST_ATTRIBUTES).map((key) => {
    const value = attribute!.call(element, key)!.slice(0, MOST_TEXT);
    return value ? ` ${key}="${value}"` : ` ${key}`;
  });
  return `<${name.toLowerCase()}${shown.join("")}>`;
}
