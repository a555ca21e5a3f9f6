import { signal } from "@preact/signals";
import { LEVELS } from "../log/logRow.ts";
import { exportRows } from "../log/download.ts";
import type { ConsoleApp } from "./consoleApp.ts";

export interface Shortcut {
  /** `KeyboardEvent.key`, with `Mod+` for Ctrl or Command, `Alt+`, `Shift+` in front. */
  keys: string[];
  /** How the sheet writes it, where that differs. */
  shown?: string;
  does: string;
  group: "Anywhere" | "Log" | "Devices" | "Prompt";
  run?: (app: ConsoleApp, focus: (id: string) => void) => void;
}

/** Single keys can be switched off, for who dictates or uses keys of their own (WCAG 2.1.4). */
export const singleKeys = signal(true);

const selectNth = (n: number) => (app: ConsoleApp) => {
  const device = app.devices.all.peek()[n - 1];
  if (device) app.devices.toggle(device.device);
};

/** Every key of the console; the `?` sheet is made of the same list. Those without `run` are handled where the focus is. */
export const SHORTCUTS: readonly Shortcut[] = [
  { group: "Anywhere", keys: ["?"], does: "This sheet", run: app => { app.dialogs.open.value = "keys"; } },
  { group: "Anywhere", keys: ["p"], does: "Pair a phone", run: app => { app.dialogs.open.value = "pair"; } },
  { group: "Anywhere", keys: ["i", ":"], shown: "i", does: "To the prompt", run: (_app, focus) => focus("repl") },
  { group: "Anywhere", keys: ["/", "Mod+f"], shown: "/", does: "Filter by text", run: (_app, focus) => focus("filter") },
  { group: "Anywhere", keys: ["s"], does: "Search the journal", run: app => { app.dialogs.open.value = "search"; } },
  { group: "Anywhere", keys: ["m"], does: "Motion panel on or off", run: app => app.toggleMotion() },
  { group: "Anywhere", keys: ["t"], does: "Dark or light", run: app => app.theme.switch() },
  { group: "Anywhere", keys: ["Escape"], shown: "Esc", does: "Back to the log; close what is open" },
  { group: "Log", keys: ["ArrowUp", "k"], shown: "↑ k", does: "Entry before" },
  { group: "Log", keys: ["ArrowDown", "j"], shown: "↓ j", does: "Entry after" },
  { group: "Log", keys: ["Enter"], shown: "Enter", does: "Open or close the entry" },
  { group: "Log", keys: ["c"], does: "Copy the entry" },
  { group: "Log", keys: ["Home"], shown: "Home", does: "Oldest" },
  { group: "Log", keys: ["End"], shown: "End", does: "Newest, and stay there" },
  { group: "Log", keys: ["."], does: "Pause or go on", run: app => app.view.togglePause() },
  { group: "Log", keys: ["x", "Mod+l"], shown: "x", does: "Clear", run: app => app.clearLog() },
  { group: "Log", keys: ["e"], does: "Export what is shown (NDJSON)", run: app => exportRows(app, "ndjson") },
  ...LEVELS.map((level, i): Shortcut => ({ group: "Log", keys: [String(i + 1)], shown: "1–5", does: "Show or hide error … debug", run: app => app.view.toggleLevel(level) })),
  { group: "Devices", keys: ["Alt+0"], shown: "Alt 0", does: "All devices", run: app => app.devices.select([]) },
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((n): Shortcut => ({ group: "Devices", keys: [`Alt+${n}`], shown: "Alt 1–9", does: "That device alone", run: selectNth(n) })),
  { group: "Devices", keys: ["f"], does: "Flash the selected phones", run: app => void app.commands.announce(app.commands.targets(), "identify", { seconds: 3 }, "Flashing") },
  { group: "Devices", keys: ["Shift+R"], shown: "Shift R", does: "Reload the selected pages", run: app => void app.commands.announce(app.commands.targets(), "reload", {}, "Reloaded") },
  { group: "Prompt", keys: ["Enter"], shown: "Enter", does: "Run" },
  { group: "Prompt", keys: ["Shift+Enter"], shown: "Shift Enter", does: "New line" },
  { group: "Prompt", keys: ["ArrowUp"], shown: "↑ ↓", does: "Lines sent before" },
];

/** The name of a pressed key as the table writes it. */
export function keyName(event: KeyboardEvent): string {
  if (event.ctrlKey || event.metaKey) return `Mod+${event.key.toLowerCase()}`;
  // With Alt the key may be a dead or typographic character (macOS): the digit is in the code.
  if (event.altKey) return `Alt+${event.code.replace("Digit", "")}`;
  return event.shiftKey && /^[A-Z]$/.test(event.key) ? `Shift+${event.key}` : event.key;
}
