import { useSignal } from "@preact/signals";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { ConsoleApp } from "../app/consoleApp.ts";
import { Icon } from "../app/Icon.tsx";
import { copyRow, logKeys } from "./logKeys.ts";
import { LogEmpty } from "./LogEmpty.tsx";
import { LogRowView } from "./LogRowView.tsx";
import { pageText } from "./pageText.ts";
import { rowText } from "./rowText.ts";
import { ScrollAnchor } from "./scrollAnchor.ts";

/** Rows drawn beyond each edge, so that a fast scroll meets rows and not the background. */
const OVERSCAN = 12;

/** The log's rows, of which only those in view are in the document. */
export function LogList({ app }: { app: ConsoleApp }) {
  const { view, log } = app;
  const { shown, heights } = view;
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useRef<HTMLDivElement>(null);
  const spacer = useRef<HTMLDivElement>(null);
  const anchor = useMemo(() => new ScrollAnchor(shown, heights), []);
  const viewport = useSignal(0);
  const scrolled = useSignal(0);
  view.layout.value;
  scrolled.value;
  app.pages.revision.value;
  const devices = app.devices.all.value.map(device => device.device);
  const single = new Set([...devices, ...log.devices]).size < 2;

  const top = anchor.top(viewport.value);
  const first = Math.max(0, heights.indexAt(top) - OVERSCAN);
  const last = Math.min(shown.length, heights.indexAt(top + viewport.value) + 1 + OVERSCAN);
  const again = () => { scrolled.value += 1; };

  useLayoutEffect(() => {
    const element = scroller.current as HTMLDivElement;
    const observer = new ResizeObserver(() => { viewport.value = element.clientHeight; again(); });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  // After each drawing: open rows are measured, then the window is put where its rows are.
  useLayoutEffect(() => {
    const element = scroller.current as HTMLDivElement;
    let moved = false;
    for (const row of rows.current?.children ?? []) {
      const id = Number((row as HTMLElement).dataset.row);
      if (view.isOpen(id) && heights.set(id, (row as HTMLElement).offsetHeight)) moved = true;
    }
    spacer.current?.style.setProperty("height", `${heights.top(shown.length)}px`);
    rows.current?.style.setProperty("transform", `translateY(${heights.top(first)}px)`);
    const wanted = anchor.top(viewport.peek());
    if (Math.abs(element.scrollTop - wanted) >= 1) element.scrollTop = wanted;
    if (moved) again();
  });

  const move = (id: number) => {
    view.current.value = id;
    const index = shown.indexOf(id);
    const from = heights.top(index), to = heights.top(index + 1);
    const here = anchor.top(viewport.peek());
    if (from < here) anchor.scrolled(from, viewport.peek(), log.rows.end);
    else if (to > here + viewport.peek()) anchor.scrolled(to - viewport.peek(), viewport.peek(), log.rows.end);
    else if (index < shown.length - 1) anchor.hold(viewport.peek(), log.rows.end);
    again();
  };
  const follow = () => {
    anchor.follow();
    again();
  };
  const toggle = (id: number) => {
    if (shown.indexOf(id) < shown.length - 1) anchor.hold(viewport.peek(), log.rows.end);
    view.toggle(id);
  };
  const handlers = useMemo(() => ({ toggle, path: (id: number, path: string) => view.togglePath(id, path), current: (id: number) => { view.current.value = id; }, copy: (id: number) => copyRow(app, id), reread: () => app.open(app.room.peek()) }), []);

  const goal = view.goal.value;
  useLayoutEffect(() => {
    if (goal === null) return;
    view.goal.value = null;
    move(goal);
    scroller.current?.focus();
  }, [goal]);

  const current = view.current.value;
  const news = anchor.news();
  const spoken = current === null ? undefined : log.rows.get(current);
  const trimmed = log.totals.value.trimmed;
  const visible = [];
  for (let index = first; index < last; index++) {
    const row = view.row(index);
    const device = app.devices.remembered(row.device);
    visible.push(
      <LogRowView
        key={row.id} row={row} repeat={row.kind === "entry" ? row.repeat : 1} label={device?.label ?? (row.device || undefined)} color={device?.color ?? ""} folded={view.isFolded(row)} page={row.kind === "page" ? pageText(app.pages.info(row.page)) : ""}
        current={row.id === current} open={view.openPaths(row.id)} onToggle={handlers.toggle} onTogglePath={handlers.path} onCurrent={handlers.current} onCopy={handlers.copy} onReread={handlers.reread}
      />,
    );
  }

  return (
    <div class={`log-frame${single ? " single" : ""}`}>
      <div
        id="log" class="log-scroll" ref={scroller} role="log" aria-live="off" aria-label="Log of the devices" tabIndex={0}
        onScroll={event => {
          const at = event.currentTarget.scrollTop;
          if (Math.abs(at - anchor.top(viewport.peek())) < 1) return;
          anchor.scrolled(at, viewport.peek(), log.rows.end);
          again();
        }}
        onWheel={event => { if (event.deltaY < 0 && event.currentTarget.scrollTop > 0) anchor.hold(viewport.peek(), log.rows.end); }}
        onKeyDown={event => logKeys(event, app, { move, follow, toggle })}
      >
        <div ref={spacer} class="log-spacer"><div ref={rows} class="log-rows">{visible}</div></div>
      </div>
      {shown.length === 0 && <LogEmpty app={app} />}
      {trimmed > 0 && top < 40 && <p class="log-trimmed">{trimmed.toLocaleString("en")} older rows are no longer in this tab; the relay's journal has them.</p>}
      {(news > 0 || view.pausedAt.value !== null) && (
        <button type="button" class="pill" onClick={() => { view.pausedAt.value = null; follow(); }}>
          <Icon name="down" />{view.pausedAt.value !== null ? `Paused — ${(log.rows.end - view.pausedAt.value).toLocaleString("en")} waiting` : `${news.toLocaleString("en")} new`}
        </button>
      )}
      <p class="unseen" aria-live="polite">{spoken ? `${spoken.kind === "entry" ? spoken.entry.level : spoken.kind}: ${rowText(spoken).slice(0, 300)}` : ""}</p>
    </div>
  );
}
