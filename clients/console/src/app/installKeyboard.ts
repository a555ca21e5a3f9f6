import type { ConsoleApp } from "./consoleApp.ts";
import { keyName, SHORTCUTS, singleKeys } from "./shortcuts.ts";

/** Listens for the keys that work anywhere; returns its uninstall. */
export function installKeyboard(app: ConsoleApp, document: Document): () => void {
  const focus = (id: string) => document.getElementById(id)?.focus();
  const listen = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || app.dialogs.open.peek()) return;
    const name = keyName(event);
    if (name === "Escape") return focus("log");
    const single = !name.includes("+") || name.startsWith("Shift+");
    if (single && (!singleKeys.peek() || isTyping(event.target))) return;
    const shortcut = SHORTCUTS.find(known => known.run && known.keys.includes(name));
    if (!shortcut?.run) return;
    event.preventDefault();
    shortcut.run(app, focus);
  };
  document.addEventListener("keydown", listen);
  return () => document.removeEventListener("keydown", listen);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select"));
}
