import type { Overlay } from "../overlay/overlay.ts";
import type { CommandTools } from "./commandTools.ts";
import type { Command } from "./dispatch.ts";

const SECONDS = 3;
const MOST_SECONDS = 30;

/** Shows the device's label in its colour, so that one finds it among others. */
export function identifyCommand(overlay: Overlay, who: CommandTools["who"]): Command {
  return ({ seconds = SECONDS }) => {
    const { label = "", color = "" } = who();
    overlay.flash(label, color, Math.min(Math.max(+seconds || SECONDS, 1), MOST_SECONDS));
    return { ok: true };
  };
}
