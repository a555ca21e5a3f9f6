import type { LogLevel } from "@bridge/protocol";
import { firstFrame, pageStack, siteJson } from "./callSite.ts";
import { formatArguments } from "./format.ts";
import { apply } from "./intrinsics.ts";
import type { Entry } from "./logFeed.ts";
import { LOG_LIMITS, preview } from "./preview.ts";
import { stackAbove } from "./stack.ts";
import { createTallies } from "./tallies.ts";

const LEVELS: Record<string, LogLevel> = {
  log: "log", info: "info", warn: "warn", error: "error", debug: "debug", dir: "log", dirxml: "log", table: "log", trace: "log",
  group: "log", groupCollapsed: "log", groupEnd: "log", assert: "error", clear: "log", count: "log", countReset: "log",
  time: "log", timeLog: "log", timeEnd: "log",
};
/** Methods whose entries carry the whole stack. */
const WITH_STACK = ["error", "trace", "assert"];
const SITE_FRAMES = 5;
const STACK_FRAMES = 30;

export interface ConsoleDeps {
  console: Console;
  now(): number;
  record(entry: Entry): void;
  /** The address of this script, which is in no call site. */
  ours: string;
}

/** Listens to every console method. Each still does what it did: called once, same `this`, same arguments, same result. */
export function installConsole({ console, now, record, ours }: ConsoleDeps): () => void {
  const undo: (() => void)[] = [];
  const tallies = createTallies(now);
  let depth = 0;
  let busy = false;

  const note = (method: string, args: unknown[], caller: unknown) => {
    if (method === "groupEnd") {
      depth = Math.max(0, depth - 1);
      return;
    }
    if (method === "assert" && args[0]) return;
    const shown = method === "assert" ? formatArguments(args.slice(1)) : argumentsOf(method, args);
    if (shown === null) return;
    const full = WITH_STACK.includes(method);
    const stack = stackAbove(caller, full ? STACK_FRAMES : SITE_FRAMES);
    const frame = firstFrame(stack, ours);
    if (method === "clear") depth = 0;
    record({
      level: LEVELS[method]!, method, args: shown, depth, site: frame && siteJson(frame),
      stack: full ? pageStack(stack, ours).replace(/^\w*Error.*\n/, "") : "",
    });
    if (method.startsWith("group")) depth++;
  };

  const argumentsOf = (method: string, args: unknown[]): string | null => {
    const tally = tallies[method];
    if (tally) {
      const text = tally(args[0]);
      return text === null ? null : formatArguments([text, ...args.slice(1)]);
    }
    if (method === "table" || method.startsWith("dir")) return `[${args.slice(0, 2).map((value) => preview(value, LOG_LIMITS)).join(",")}]`;
    return formatArguments(args);
  };

  for (const method of Object.keys(LEVELS)) {
    const original = (console as any)[method];
    if (typeof original !== "function") continue;
    // A Proxy has the name, the length and the toString of what it stands for.
    const trap = (target: any, self: unknown, args: unknown[]) => {
      if (!busy) {
        busy = true;
        try {
          note(method, args, trap);
        } catch {
          // Whatever went wrong is ours; the page must not see it.
        }
        busy = false;
      }
      return apply(target, self, args);
    };
    const listening = new Proxy(original, { apply: trap });
    (console as any)[method] = listening;
    undo.push(() => {
      if ((console as any)[method] === listening) (console as any)[method] = original;
    });
  }
  return () => undo.forEach((run) => run());
}
