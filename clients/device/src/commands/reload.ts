import type { Platform } from "../platform.ts";
import type { Command } from "./dispatch.ts";

/** What the page was built as (`data-build` on the script), with what was swapped in since. */
export interface Shown {
  build: string | undefined;
  /** As it was when the page connected: a question is about that, though a swap of later may overtake it. */
  joined?: string | undefined;
}

/**
 * A reload by the page itself keeps the scroll position, in every browser's own way; what `keeper` gives keeps what the visitor entered. With a `build` it is a question:
 * a page that shows it, or that the relay doesn't serve and so can't know of, stays.
 */
export function reloadCommand({ win }: Platform, shown: Shown, keeper: () => Promise<() => void>): Command {
  return async (args) => {
    if (args.build && (!shown.build || args.build === shown.build || args.build === shown.joined)) return { ok: true, result: '{"reloaded":false}' };
    const keep = await keeper().catch(() => undefined); // without it, it reloads all the same
    return {
      ok: true,
      result: '{"reloaded":true}',
      after() {
        keep?.();
        win.location.reload();
      },
      atOnce: true,
    };
  };
}
