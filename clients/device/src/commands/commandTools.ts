import type { Platform } from "../platform.ts";
import type { Answer } from "./dispatch.ts";
import type { Shown } from "./reload.ts";

/** What the script that is there from the start lends to `commands.ts`, which comes when the page may have replaced the browser's functions. */
export interface CommandTools {
  platform: Platform;
  shown: Shown;
  /** The device's label and colour. */
  who(): Record<string, string>;
  /** A value as JSON of Preview, at the length of an eval's result. */
  preview(value: unknown): string;
  failure(name: string, message: string): Answer;
}
