import type { ConsoleApp } from "../app/consoleApp.ts";
import { Icon } from "../app/Icon.tsx";
import { HitRow, type HitProps } from "./HitRow.tsx";
import { sameHit, type JournalHit } from "./journalHit.ts";
import { wordPattern } from "./journalQuery.ts";

export function SearchResults({ app, onOpen }: { app: ConsoleApp; onOpen: (hit: JournalHit) => void }) {
  const { search } = app;
  const state = search.state.value;
  const around = search.around.value;
  const pattern = wordPattern(search.choice.value.text);
  const busy = search.busy.value;
  app.devices.all.value; // a device may have got another name or colour
  const row = (hit: JournalHit, mark: HitProps["mark"]) => (
    <HitRow key={`${hit.device}/${hit.page}/${hit.seq}`} hit={hit} mark={mark} label={app.devices.label(hit.device)} color={app.devices.remembered(hit.device)?.color ?? ""} pattern={pattern} onOpen={() => onOpen(hit)} />
  );
  if (around) {
    return (
      <>
        <p class="search-note"><button type="button" class="button back" onClick={() => search.leave()}><Icon name="input" />Back to the results</button><span>What stood around it; this tab’s log no longer has it.</span></p>
        <ul key="around" class="hits" aria-busy={busy}>{around.lines.map(hit => row(hit, sameHit(hit, around.hit) ? "own" : undefined))}</ul>
      </>
    );
  }
  switch (state.kind) {
    case "idle": return <p class="search-empty">Looks through everything the relay has kept of this room, also what this tab no longer has. Words are found by their beginnings: <q>conn ref</q> finds <q>connection refused</q>.</p>;
    case "searching": return <p class="search-empty" role="status">Searching…</p>;
    case "failed": return <div class="search-empty" role="alert"><p class="problem">{state.reason}</p><button type="button" class="button" onClick={() => void search.run()}>Try again</button></div>;
    case "found":
      if (state.hits.length === 0) return <p class="search-empty" role="status">Nothing that is kept matches. Try fewer words, a lower level or a longer time.</p>;
      return (
        <>
          <p class="search-note" role="status">{state.more ? `The newest ${state.hits.length.toLocaleString("en")}; there are more.` : `${state.hits.length.toLocaleString("en")} ${state.hits.length === 1 ? "entry" : "entries"}, newest first.`}</p>
          <ul key="found" class="hits" aria-busy={busy}>{state.hits.map(hit => row(hit, search.looked && sameHit(hit, search.looked) ? "back" : undefined))}</ul>
        </>
      );
  }
}
