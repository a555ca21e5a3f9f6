import type { LogLevel } from "@bridge/protocol";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { ConsoleApp } from "../app/consoleApp.ts";
import { Dialog } from "../app/Dialog.tsx";
import { Icon } from "../app/Icon.tsx";
import { findRow } from "./findRow.ts";
import type { JournalHit } from "./journalHit.ts";
import { SPANS } from "./journalQuery.ts";
import { SearchResults } from "./SearchResults.tsx";

/** The search in the journal. What was looked for stays for the next time. */
export function SearchDialog({ app }: { app: ConsoleApp }) {
  const { search } = app;
  const { text, level, device, minutes } = search.choice.value;
  const body = useRef<HTMLDivElement>(null);
  // With the dialog itself: a frame later a hit of before may have been opened already.
  useLayoutEffect(() => {
    void search.run(); // what was found before may have company by now
    return () => search.stop();
  }, []);

  const open = (hit: JournalHit) => {
    const id = findRow(app.log, hit);
    if (id === null) return void search.look(hit);
    app.dialogs.close();
    app.view.reveal(id);
  };
  // Down and up walk from the words through what was found.
  const walk = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    if (event.target instanceof HTMLSelectElement) return;
    const stops = [...(body.current?.querySelectorAll<HTMLElement>("#journal-words, .hit") ?? [])];
    const next = stops[stops.indexOf(event.target as HTMLElement) + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };

  return (
    <Dialog id="search" title="Search the journal" onClose={app.dialogs.close} ownFocus>
      <div class="journal-search" ref={body} onKeyDown={walk}>
        <div class="search-form" role="search">
          <label class="search">
            <Icon name="search" />
            <input
              id="journal-words" type="text" autofocus value={text} placeholder="Words" aria-label="Words to look for" spellcheck={false} autocomplete="off"
              onInput={event => search.change({ text: event.currentTarget.value })}
              onKeyDown={event => { if (event.key === "Enter") void search.run(); }}
            />
          </label>
          <select class="select" aria-label="Level" value={level} onChange={event => search.change({ level: event.currentTarget.value as LogLevel | "" })}>
            <option value="">any level</option>
            <option value="info">log, info and louder</option>
            <option value="warn">warnings and errors</option>
            <option value="error">errors</option>
          </select>
          <select class="select" aria-label="Device" value={device} onChange={event => search.change({ device: event.currentTarget.value })}>
            <option value="">all devices</option>
            {app.devices.all.value.map(known => <option key={known.device} value={known.device}>{known.label}</option>)}
          </select>
          <select class="select" aria-label="Time" value={String(minutes)} onChange={event => search.change({ minutes: event.currentTarget.value === "null" ? null : Number(event.currentTarget.value) })}>
            {SPANS.map(span => <option key={span.name} value={String(span.minutes)}>{span.name}</option>)}
          </select>
        </div>
        <SearchResults app={app} onOpen={open} />
      </div>
    </Dialog>
  );
}
