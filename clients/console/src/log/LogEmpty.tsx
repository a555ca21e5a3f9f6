import type { ConsoleApp } from "../app/consoleApp.ts";

/** Why there is nothing to see, and what would change that. */
export function LogEmpty({ app }: { app: ConsoleApp }) {
  const { view, log } = app;
  const state = app.connection.state.value.kind;
  if (state === "connecting" || state === "catching-up") return <p class="log-empty">Fetching the room's history…</p>;
  if (log.rows.size === 0) return <p class="log-empty">Quiet so far. What the page logs appears here.</p>;
  const clear = () => {
    view.hidden.value = new Set();
    view.text.value = "";
    app.devices.select([]);
  };
  const search = () => {
    app.search.change({ text: view.text.peek() });
    app.dialogs.open.value = "search";
  };
  return (
    <div class="log-empty">
      <p>None of the {log.rows.size.toLocaleString("en")} rows passes the filter.</p>
      <p class="log-empty-actions">
        <button type="button" class="button" onClick={clear}>Show all</button>
        {view.text.value && <button type="button" class="button" onClick={search}>Search the journal</button>}
      </p>
    </div>
  );
}
