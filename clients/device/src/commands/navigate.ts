import type { CommandTools } from "./commandTools.ts";
import type { Command } from "./dispatch.ts";

export function navigateCommand({ platform: { win }, failure }: CommandTools): Command {
  return ({ url }) => {
    const target = new URL(url, win.location.href);
    if (!/^https?:$/.test(target.protocol)) return failure("NotAllowed", `Only http and https addresses, not ${target.protocol}`);
    return { ok: true, result: JSON.stringify({ url: target.href }), after: () => win.location.assign(target) };
  };
}
