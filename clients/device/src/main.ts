import { takePlatform } from "./platform.ts";
import { start } from "./start.ts";

/** Says to a second copy of the script that there is one. */
const MARK = Symbol.for("bridge");

// A frame stays quiet: its top page speaks for the device. So does a second copy.
if (window === window.top && !(MARK in window)) {
  Object.defineProperty(window, MARK, { value: true });
  const script = document.currentScript as HTMLScriptElement | null;
  try {
    start(takePlatform(window), { script: script?.src || new URL("/_bridge/bridge.js", location.href).href, build: script?.dataset["build"] });
  } catch {
    // A browser that lacks what we need keeps its page as it is.
  }
}
