import type { ConsoleApp } from "../app/consoleApp.ts";

/** Puts a text into the clipboard, and says so. */
export function copyText(app: ConsoleApp, text: string, done: string): void {
  void navigator.clipboard.writeText(text).then(() => app.toasts.show(done), () => app.toasts.show("The browser did not let it be copied.", "bad"));
}
