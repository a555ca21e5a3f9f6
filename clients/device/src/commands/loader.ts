import type { Note } from "../overlay/overlay.ts";
import { listen } from "../platform.ts";
import type { CommandTools } from "./commandTools.ts";
import { KEPT } from "./keptFields.ts";
import type { Loaded } from "./loaded.ts";

/** Names the second file's content (`bundle.mjs`): another one has another address. */
declare const COMMANDS: string;

export interface Loader extends Note {
  load(): Promise<Loaded>;
  /** Loads when the page has. */
  soon(): void;
  /** Gives the page what its visitor had entered before a reload. */
  restore(): void;
}

/**
 * Gets `commands/commands.ts`, from this script's own address with a query: what lets this script into a page (a policy's source or
 * nonce, a list of origins) lets that one in as well. One that fails is asked for again at its next use.
 */
export function createLoader(script: string, tools: CommandTools): Loader {
  const { win, doc, storage } = tools.platform;
  let loading: Promise<Loaded> | null = null;
  let failures = 0;

  const load = () =>
    (loading ??= import(`${script.split("?")[0]}?commands=${COMMANDS}${failures || ""}`).then(
      (file) => file.default(tools),
      (error) => {
        loading = null;
        failures++; // a browser remembers what it couldn't load
        throw error;
      },
    ));
  const quietly = (use?: (loaded: Loaded) => void) => void load().then(use).catch(() => {}); // the next command says what is wrong

  return {
    load,
    soon() {
      if (doc.readyState === "complete") return quietly();
      const unlisten = listen(win, "load", () => {
        unlisten();
        quietly();
      });
    },
    restore() {
      if (storage.getItem(KEPT)) quietly(({ kept }) => kept.restore());
    },
    say: (...note) => quietly(({ overlay }) => overlay.say(...note)),
    unsay: () => void (loading && quietly(({ overlay }) => overlay.unsay())),
  };
}
