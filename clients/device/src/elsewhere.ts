import { startElsewhere } from "./elsewhere/startElsewhere.ts";
import { MARK } from "./capture/frames.ts";
import { takePlatform } from "./platform.ts";

// What the relay serves as bridge.js to pages that it doesn't serve: <script src="https://relay/_bridge/bridge.js" data-ticket="…">.
const script = document.currentScript as HTMLScriptElement | null;
if (script && window === window.top && !(MARK in window)) {
  Object.defineProperty(window, MARK, { value: true });
  try {
    startElsewhere(takePlatform(window), { script: script.src, ticket: script.dataset["ticket"] ?? "" });
  } catch {
    // A browser that lacks what we need keeps its page as it is.
  }
}
