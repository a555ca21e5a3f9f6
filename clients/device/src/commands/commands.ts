import { createOverlay } from "../overlay/overlay.ts";
import type { CommandTools } from "./commandTools.ts";
import { cssCommand } from "./css.ts";
import { evalCommand } from "./eval.ts";
import { identifyCommand } from "./identify.ts";
import { createKeptFields } from "./keptFields.ts";
import type { Loaded } from "./loaded.ts";
import { navigateCommand } from "./navigate.ts";

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
