import type { ConsoleApp } from "../app/consoleApp.ts";
import { JournalNotice } from "../app/JournalNotice.tsx";
import { LostNotice } from "../app/LostNotice.tsx";
import { Welcome } from "../pair/Welcome.tsx";
import { ReplBar } from "../repl/ReplBar.tsx";
import { LogList } from "./LogList.tsx";
import { LogToolbar } from "./LogToolbar.tsx";

export function LogPanel({ app }: { app: ConsoleApp }) {
  const empty = app.empty.value;
  const lost = app.connection.state.value.kind === "lost";
  return (
    <main class="log-panel">
      <LogToolbar app={app} />
      <div class="log-area">
        {lost && <LostNotice app={app} />}
        {!lost && !app.journal.value.keeps && <JournalNotice app={app} />}
        {empty ? <Welcome app={app} /> : <LogList app={app} />}
      </div>
      <ReplBar app={app} />
    </main>
  );
}
