import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../app/Icon.tsx";
import { ColorDot } from "../devices/ColorDot.tsx";
import { entryMessage, lossText } from "../log/rowText.ts";
import { timeText } from "../log/timeText.ts";
import type { JournalHit } from "./journalHit.ts";

export interface HitProps {
  hit: JournalHit;
  label: string;
  color: string;
  pattern: RegExp | null;
  /** The one that the others stand around; or the one that was looked at and is come back to. Either takes the focus. */
  mark: "own" | "back" | undefined;
  onOpen: () => void;
}

/** One entry of the journal on one line. */
export function HitRow({ hit, label, color, pattern, mark, onOpen }: HitProps) {
  const { entry, time } = hit;
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    if (!mark) return;
    button.current?.scrollIntoView({ block: "center" });
    button.current?.focus({ preventScroll: true });
  }, [mark]);
  const message = entry.method === "dropped" ? lossText(entry.dropped ?? 0, "dropped", "log") : entryMessage(entry) || entry.method;
  return (
    <li>
      <button ref={button} type="button" class={`hit ${entry.level}${mark === "own" ? " own" : ""}`} aria-current={mark === "own" ? "true" : undefined} title={message.slice(0, 2_000)} onClick={onOpen}>
        <span class="hit-icon"><Icon name={entry.level === "log" ? "log" : entry.level} /></span>
        <time class="hit-time">{dayText(time)}{timeText(time)}</time>
        <span class="hit-device"><ColorDot color={color} /><span class="row-label">{label}</span></span>
        <span class="hit-text">{marked(message.slice(0, 500), pattern)}</span>
        {entry.site && <span class="hit-site">{entry.site.url.split("/").pop()}:{entry.site.line}</span>}
      </button>
    </li>
  );
}

function dayText(time: number): string {
  const day = new Date(time).toDateString();
  return day === new Date().toDateString() ? "" : `${day.slice(4, 10)} `;
}

/** The text with the words that were looked for marked. */
function marked(text: string, pattern: RegExp | null) {
  if (!pattern) return text;
  const parts = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    parts.push(text.slice(at, match.index), <mark key={match.index}>{match[0]}</mark>);
    at = match.index + match[0].length;
  }
  return [...parts, text.slice(at)];
}
