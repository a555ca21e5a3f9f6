import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ConsoleApp } from "./consoleApp.ts";

/** Lies over the top of the log while the relay is away: nothing below it moves. */
export function LostNotice({ app }: { app: ConsoleApp }) {
  const state = app.connection.state.value;
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => { now.value = Date.now(); }, 250);
    return () => clearInterval(timer);
  }, []);
  if (state.kind !== "lost") return null;
  const seconds = Math.max(0, Math.ceil((state.retryAt - now.value) / 1_000));
  return (
    <div class="lost-notice" role="alert">
      <p><strong>The relay can't be reached.</strong> What the devices send now is kept, and comes when it is back.</p>
      <p class="lost-retry"><span>{seconds > 0 ? `Next try in ${seconds} s` : "Trying…"}</span>
        <button type="button" class="button" onClick={app.connection.retry}>Try now</button></p>
    </div>
  );
}
