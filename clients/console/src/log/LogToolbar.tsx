import type { ConsoleApp } from "../app/consoleApp.ts";
import { Icon } from "../app/Icon.tsx";
import { IconButton } from "../app/IconButton.tsx";
import { exportRows } from "./download.ts";
import { LEVELS } from "./logRow.ts";
import { textTest } from "./rowFilter.ts";

export function LogToolbar({ app }: { app: ConsoleApp }) {
  const { view } = app;
  const totals = app.log.totals.value;
  const { error } = textTest(view.text.value);
  const paused = view.pausedAt.value !== null;
  return (
    <div class="toolbar" role="toolbar" aria-label="Log">
      <div class="levels" role="group" aria-label="Levels">
        {LEVELS.map((level, i) => (
          <button key={level} type="button" class={`level ${level}`} aria-pressed={!view.hidden.value.has(level)} title={`Show or hide ${level} (${i + 1})`} onClick={() => view.toggleLevel(level)}>
            {level}<span class="level-count">{short(totals.levels[level])}</span>
          </button>
        ))}
      </div>
      <label class={`search${error ? " wrong" : ""}`} title={error ?? ""}>
        <Icon name="search" />
        <input
          id="filter" type="text" value={view.text.value} placeholder="Filter — text or /regex/" aria-label="Filter the log by text" aria-invalid={!!error} spellcheck={false} autocomplete="off"
          onInput={event => { view.text.value = event.currentTarget.value; }}
          onKeyDown={event => { if (event.key === "Escape" && view.text.peek()) { event.preventDefault(); view.text.value = ""; } }}
        />
      </label>
      <div class="toolbar-actions">
        <IconButton icon="history" label="Search the journal" keys="s" onClick={() => { app.dialogs.open.value = "search"; }} />
        <IconButton icon={paused ? "play" : "pause"} label={paused ? "Go on" : "Pause"} keys="." pressed={paused} onClick={() => view.togglePause()} />
        <IconButton icon="clear" label="Clear the log" keys="x" onClick={() => app.clearLog()} />
        <span class="export-mark" aria-hidden="true"><Icon name="save" /></span>
        <button type="button" class="export" aria-label="Export as NDJSON" title="Export what is shown as NDJSON (e)" onClick={() => exportRows(app, "ndjson")}>NDJSON</button>
        <button type="button" class="export" aria-label="Export as CSV" title="Export what is shown as CSV" onClick={() => exportRows(app, "csv")}>CSV</button>
      </div>
    </div>
  );
}

/** 12345 -> 12k: a count must not push the toolbar about. */
function short(count: number): string {
  return count < 1_000 ? String(count) : count < 10_000 ? `${(count / 1_000).toFixed(1)}k` : `${Math.round(count / 1_000)}k`;
}
