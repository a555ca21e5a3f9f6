import type { ConsoleApp } from "../app/consoleApp.ts";
import { exportRow } from "./export.ts";
import { timeText } from "./timeText.ts";

export interface LogMoves { move: (id: number) => void; follow: () => void; toggle: (id: number) => void }

/** The keys that work while the log has the focus; the sheet lists them. */
export function logKeys(event: KeyboardEvent, app: ConsoleApp, { move, follow, toggle }: LogMoves): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLButtonElement) return;
  const { view } = app;
  const { shown } = view;
  const current = view.current.peek();
  const to = (index: number) => {
    if (shown.length > 0) move(shown.idAt(Math.max(0, Math.min(shown.length - 1, index))));
  };
  const at = current === null ? shown.length : shown.indexOf(current);
  switch (event.key) {
    case "ArrowUp": case "k": to(at - 1); break;
    case "ArrowDown": case "j": to(current === null ? shown.length - 1 : at + 1); break;
    case "Home": to(0); break;
    case "End": case "G": to(shown.length - 1); follow(); break;
    case "Enter": case " ": if (current !== null) toggle(current); break;
    case "ArrowRight": if (current !== null && !isUnfolded(app, current)) toggle(current); break;
    case "ArrowLeft": if (current !== null && isUnfolded(app, current)) toggle(current); break;
    case "c": if (current !== null) copyRow(app, current); break;
    default: return;
  }
  event.preventDefault();
}

function isUnfolded(app: ConsoleApp, id: number): boolean {
  const row = app.log.rows.get(id);
  const folded = row && app.view.isFolded(row);
  return folded === undefined ? app.view.isOpen(id) : !folded;
}

/** Copies an entry as a line of text, with its stack. */
export function copyRow(app: ConsoleApp, id: number): void {
  const row = app.log.rows.get(id);
  if (!row) return;
  const flat = exportRow(row, device => app.devices.label(device));
  const line = [timeText(row.time), flat.label, flat.level, flat.message, flat.site && `(${flat.site})`].filter(Boolean).join("  ");
  void navigator.clipboard.writeText(flat.stack ? `${line}\n${flat.stack}` : line).then(
    () => app.toasts.show("Entry copied."),
    () => app.toasts.show("The browser did not let it be copied.", "bad"),
  );
}
