import type { FeedBatch, LogEntry, LogLevel, MotionSample, OrientationSample, Preview, Vector } from "@bridge/protocol";

// A page can publish anything below its own topics, so that nothing here is taken on trust: what doesn't have the
// contract's shape becomes something harmless, and the rest of the batch is still shown.

const LEVELS = new Set<string>(["debug", "log", "info", "warn", "error"]);
/** Previews are two levels deep; a little more is let through, so that a later device may send more. */
const DEEPEST = 6;

type Loose = Record<string, unknown>;

export function readBatch<T>(payload: unknown, readItem: (item: unknown) => T | null): FeedBatch<T> | null {
  if (!isObject(payload)) return null;
  const { page, seq, origin, items } = payload;
  if (typeof page !== "string" || !isFinite(seq) || !isFinite(origin) || !Array.isArray(items)) return null;
  const read = items.map(readItem);
  return { page, seq, origin, items: read.filter((item): item is Awaited<T> & T => item !== null) };
}

export function readEntry(item: unknown): LogEntry | null {
  if (!isObject(item)) return null;
  const entry = item as unknown as LogEntry;
  const args = Array.isArray(item.args) ? item.args.map(arg => readPreview(arg)) : [];
  const level = LEVELS.has(String(item.level)) ? (item.level as LogLevel) : "log";
  const plain = typeof item.method === "string" && isFinite(item.t) && level === item.level && isSite(item.site)
    && optional(item.stack, "string") && optional(item.repeat, "number") && optional(item.depth, "number") && optional(item.dropped, "number");
  if (plain) return { ...entry, args };
  return { t: isFinite(item.t) ? item.t : 0, level, method: String(item.method ?? "log"), args };
}

export function readMotion(item: unknown): MotionSample | null {
  if (!isObject(item) || !isFinite(item.t)) return null;
  return { t: item.t, ...vector("a", item.a), ...vector("g", item.g), ...vector("r", item.r) };
}

export function readOrientation(item: unknown): OrientationSample | null {
  if (!isObject(item) || !isFinite(item.t)) return null;
  const o = readVector(item.o);
  return o ? { t: item.t, o, absolute: item.absolute === true } : null;
}

export function readPreview(value: unknown): Preview {
  return isPreview(value, 0) ? value : { type: "thrown", message: "something unreadable" };
}

function isPreview(value: unknown, depth: number): value is Preview {
  if (!isObject(value) || typeof value.type !== "string" || depth > DEEPEST) return false;
  return optional(value.text, "string") && optional(value.name, "string") && optional(value.message, "string") && optional(value.stack, "string")
    && optional(value.size, "number") && optional(value.more, "number") && !isObject(value.value)
    && every(value.items, item => isPreview(item, depth + 1))
    && every(value.entries, entry => isObject(entry) && isPreview(entry.key, depth + 1) && isPreview(entry.value, depth + 1));
}

function isSite(site: unknown): boolean {
  return site == null || (isObject(site) && typeof site.url === "string" && isFinite(site.line) && isFinite(site.column) && optional(site.function, "string"));
}

function vector<K extends string>(key: K, value: unknown): Partial<Record<K, Vector>> {
  const read = readVector(value);
  return read ? ({ [key]: read } as Record<K, Vector>) : {};
}

function readVector(value: unknown): Vector | null {
  if (!Array.isArray(value) || value.length !== 3) return null;
  return value.map(axis => (isFinite(axis) ? axis : null)) as Vector;
}

function every(list: unknown, test: (item: unknown) => boolean): boolean {
  return list == null || (Array.isArray(list) && list.every(test));
}

function optional(value: unknown, type: "string" | "number"): boolean {
  return value == null || typeof value === type;
}

function isObject(value: unknown): value is Loose {
  return typeof value === "object" && value !== null;
}

function isFinite(value: unknown): value is number {
  return Number.isFinite(value);
}
