import type { ConsoleApp } from "./consoleApp.ts";

/** Lies over the top of the log while the journal keeps nothing: what is shown now isn't safe yet. Goes by itself. */
export function JournalNotice({ app }: { app: ConsoleApp }) {
  const { reason } = app.journal.value;
  return (
    <div class="lost-notice journal-notice" role="alert">
      <div>
        <p><strong>The journal has stopped.</strong> {sentence(reason ?? "The relay doesn't say why.")}</p>
        <p>You go on seeing everything live. The devices hold what they log, as much as they can, and send it again once the journal works: put right what stopped it, and this goes away by itself.</p>
      </div>
    </div>
  );
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? "" : ".");
}
