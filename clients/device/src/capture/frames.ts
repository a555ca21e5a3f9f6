import { json, parse } from "./intrinsics.ts";
import type { Entry } from "./logFeed.ts";

/** Says to a second copy of the script that there is one; to a frame's, where to hand its entries. */
export const MARK = Symbol.for("bridge");

const WORD = /^\w+$/;

/**
 * What the top page's script has under its mark: takes the entries of frames of its origin, which record in their own realm, as one text. The page
 * can call it too, so what comes is taken apart and written anew.
 */
export const takeFromFrames = (record: (entry: Entry) => void) => (text: string): void => {
  try {
    const { level, method, args, site, stack, depth } = parse(text);
    if (!WORD.test(level) || !WORD.test(method)) return;
    record({
      level, method, args: json(parse(args)), site: site && json(parse(site)), stack: stack && String(stack), depth: Number(depth) || 0,
    });
  } catch {
    // Not a frame's.
  }
};

/** A frame's way to its top page's script; null for a frame of another origin, or where the top page has none. */
export function topOf(win: Window): ((entry: Entry) => void) | null {
  try {
    const hand = (win.top as any)[MARK];
    return typeof hand == "function" ? (entry) => hand(json(entry)) : null;
  } catch {
    return null;
  }
}
