import { installConsole } from "./capture/console.ts";
import { installErrors } from "./capture/errors.ts";
import { MARK, takeFromFrames, topOf } from "./capture/frames.ts";
import { takePlatform } from "./platform.ts";
import { start } from "./start.ts";

// A second copy stays quiet. A frame's top page speaks for the device: the frame hands it what it logs, and does nothing else.
if (!(MARK in window)) {
  const script = document.currentScript as HTMLScriptElement | null;
  const address = script?.src || new URL("/_bridge/bridge.js", location.href).href;
  try {
    if (window === window.top) {
      const { record } = start(takePlatform(window), { script: address, build: script?.dataset["build"] });
      Object.defineProperty(window, MARK, { value: takeFromFrames(record) });
    } else {
      const record = topOf(window);
      if (record) {
        const now = performance.now.bind(performance);
        Object.defineProperty(window, MARK, { value: true });
        installConsole({ console, now, record, ours: address });
        installErrors({ win: window }, record, address);
      }
    }
  } catch {
    // A browser that lacks what we need keeps its page as it is.
  }
}
