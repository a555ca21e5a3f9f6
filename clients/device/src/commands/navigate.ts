import type { Platform } from "../platform.ts";
import { failure } from "./dispatch.ts";
import type { Command } from "./dispatch.ts";

export function navigateCommand({ win }: Platform): Command {
  return ({ url }) => {
    const target = new URL(url, win.location.href);
    if (!/^https?:$/.test(target.protocol)) return failure("NotAllowed", `Only http and https addresses, not ${target.protocol}`);
    return { ok: true, result: JSON.stringify({ url: target.href }), after: () => win.location.assign(target) };
  };
}
