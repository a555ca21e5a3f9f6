import type { Overlay } from "../overlay/overlay.ts";
import type { Commands } from "./dispatch.ts";
import type { KeptFields } from "./keptFields.ts";

/** What `commands.ts` gives. */
export interface Loaded {
  commands: Commands;
  overlay: Overlay;
  kept: KeptFields;
}
