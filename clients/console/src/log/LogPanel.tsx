import type { ConsoleApp } from "../app/consoleApp.ts";
import { LostNotice } from "../app/LostNotice.tsx";
import { Welcome } from "../pair/Welcome.tsx";
import { ReplBar } from "../repl/ReplBar.tsx";
import { LogList } from "./LogList.tsx";
import { LogToolbar } from "./LogToolbar.tsx";

export function LogPanel({ app }: { app: ConsoleApp }) {
  const empty = app.empty.value;
  return (
    <main class="log-panel">
      <LogToolbar app={app} />
      <div class="log-area">
        {app.connection.state.value.kind === "lost" && <LostNotice app={app} />}
        {empty ? <Welcome app={app} /> : <LogList app={app} />}
      </div>
      <ReplBar app={app} />
    </main>
  );
}
