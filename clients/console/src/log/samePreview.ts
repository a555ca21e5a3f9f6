import type { LogEntry, Preview } from "@bridge/protocol";

/** Whether two previews show the same. */
export function samePreview(a: Preview | undefined, b: Preview | undefined): boolean {
  if (a === b) return true;
  if (!a || !b || a.type !== b.type || a.value !== b.value || a.text !== b.text || a.name !== b.name || a.size !== b.size) return false;
  if (a.more !== b.more || a.message !== b.message || a.stack !== b.stack) return false;
  return sameList(a.items, b.items, samePreview)
    && sameList(a.entries, b.entries, (x, y) => samePreview(x.key, y.key) && samePreview(x.value, y.value));
}

/** Whether an entry says what the one before it said, from the same place: then it is only counted. */
export function sameEntry(a: LogEntry, b: LogEntry): boolean {
  return a.level === b.level && a.method === b.method && a.depth === b.depth && a.stack === b.stack
    && a.site?.line === b.site?.line && a.site?.column === b.site?.column && a.site?.url === b.site?.url
    && sameList(a.args, b.args, samePreview);
}

function sameList<T>(a: readonly T[] | undefined, b: readonly T[] | undefined, same: (x: T, y: T) => boolean): boolean {
  if (a === b) return true;
  if (!a || !b || a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!same(a[i] as T, b[i] as T)) return false;
  return true;
}
