import type { Preview } from "@bridge/protocol";

/** What a value shows when it is opened: a line each. */
export interface Child { key: string; arrow: boolean; value: Preview }

export interface Children { list: Child[]; more: number }

/** A value's parts, as far as the device sent them. */
export function children(p: Preview): Children {
  const items = (p.items ?? []).map((value, index) => ({ key: p.type === "set" ? "" : String(index), arrow: false, value }));
  const entries = (p.entries ?? []).map(({ key, value }) => ({
    key: key.type === "string" ? String(key.value ?? "") : keyText(key),
    arrow: p.type === "map",
    value,
  }));
  return { list: [...items, ...entries], more: p.type === "string" ? 0 : (p.more ?? 0) };
}

/** Whether opening shows more than the line does. */
export function isOpenable(p: Preview): boolean {
  return (p.items?.length ?? 0) > 0 || (p.entries?.length ?? 0) > 0 || !!p.stack || (p.type === "string" && String(p.value ?? "").includes("\n"));
}

function keyText(key: Preview): string {
  return key.text ?? String(key.value ?? key.name ?? key.type);
}
