import { createOverlay } from "../overlay/overlay.ts";
import type { Overlay } from "../overlay/overlay.ts";
import type { Platform } from "../platform.ts";
import { cssCommand } from "./css.ts";
import type { Answer, Commands } from "./dispatch.ts";
import { evalCommand } from "./eval.ts";
import { identifyCommand } from "./identify.ts";
import { createKeptFields } from "./keptFields.ts";
import type { KeptFields } from "./keptFields.ts";
import { navigateCommand } from "./navigate.ts";
import type { Shown } from "./reload.ts";

/** What the script that is there from the start lends to this file, which comes when the page may have replaced the browser's functions. */
export interface CommandTools {
  platform: Platform;
  shown: Shown;
  /** The device's label and colour. */
  who(): Record<string, string>;
  /** A value as JSON of Preview, at the length of an eval's result. */
  preview(value: unknown): string;
  failure(name: string, message: string): Answer;
}

export interface Loaded {
  commands: Commands;
  overlay: Overlay;
  kept: KeptFields;
}

/** What no page needs at once: loaded after the page, or with the first use of it. */
export default function load(tools: CommandTools): Loaded {
  const overlay = createOverlay(tools.platform);
  return {
    overlay,
    kept: createKeptFields(tools.platform),
    commands: {
      eval: evalCommand(tools),
      css: cssCommand(tools),
      navigate: navigateCommand(tools),
      identify: identifyCommand(overlay, tools.who),
    },
  };
}
