import { effect } from "@preact/signals";
import { render } from "preact";
import { ReplPast } from "../repl/replPast.ts";
import type { ConsoleSource } from "../source/consoleSource.ts";
import { App } from "./App.tsx";
import { ConsoleApp, FIRST_ROOM } from "./consoleApp.ts";
import { installKeyboard } from "./installKeyboard.ts";
import { installTestSurface } from "./testSurface.ts";
import { Preferences } from "./preferences.ts";
import { singleKeys } from "./shortcuts.ts";
import { ThemeChoice } from "./themeChoice.ts";

/** Puts the console into a page and opens the room that was open last; returns what it is made of. */
export function startConsole(window: Window & typeof globalThis, source: ConsoleSource): ConsoleApp {
  const { document } = window;
  const preferences = new Preferences(storage(window, "localStorage"));
  singleKeys.value = preferences.get("singleKeys") !== "off";
  const app = new ConsoleApp(source, preferences, new ThemeChoice(preferences, document), {
    hidden: () => document.visibilityState === "hidden",
    frame: run => window.requestAnimationFrame(run),
    timeout: (run, ms) => window.setTimeout(run, ms),
  }, window.innerWidth > 700, new ReplPast(storage(window, "sessionStorage")));
  installKeyboard(app, document);
  installTestSurface(app, window);
  // Coming back to the tab, or to the network, is a better moment to try than any timer's.
  window.addEventListener("online", app.connection.retry);
  window.addEventListener("focus", app.connection.retry);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") app.connection.retry(); });
  render(<App app={app} />, document.getElementById("console") as HTMLElement);
  effect(() => { document.title = [app.connection.info.value?.name, "DeviceBridge"].filter(Boolean).join(" · "); });
  app.open(preferences.get("room") || FIRST_ROOM);
  return app;
}

function storage(window: Window, name: "localStorage" | "sessionStorage"): Storage | null {
  try {
    return window[name];
  } catch {
    return null; // forbidden by the browser's settings
  }
}
