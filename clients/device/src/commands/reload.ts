import type { Platform } from "../platform.ts";
import type { Command } from "./dispatch.ts";

/**
 * A reload by the page itself keeps scroll and form fields, in every browser's own way.
 * `build`: what the page was built as, where the injector said so (`data-build` on the script).
 */
export function reloadCommand({ win }: Platform, build: string | undefined): Command {
  return (args) => {
    if (args.build && args.build === build) return { ok: true, result: '{"reloaded":false}' };
    return {
      ok: true,
      result: '{"reloaded":true}',
      after: () => win.location.reload(),
    };
  };
}
