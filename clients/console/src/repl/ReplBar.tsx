import { useLayoutEffect, useRef } from "preact/hooks";
import type { ConsoleApp } from "../app/consoleApp.ts";
import { Icon } from "../app/Icon.tsx";

/** The tallest the prompt gets before it scrolls, in CSS pixels. */
const TALLEST = 180;

export function ReplBar({ app }: { app: ConsoleApp }) {
  const { repl } = app;
  const area = useRef<HTMLTextAreaElement>(null);
  const text = repl.text.value;
  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    element.style.setProperty("height", "auto");
    element.style.setProperty("height", `${Math.min(TALLEST, element.scrollHeight)}px`);
  }, [text]);
  const recall = (line: string | null, event: KeyboardEvent) => {
    if (line === null) return;
    event.preventDefault();
    repl.text.value = line;
  };
  const keyDown = (event: KeyboardEvent & { currentTarget: HTMLTextAreaElement }) => {
    const { value, selectionStart } = event.currentTarget;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void repl.run();
    }
    // Up and down move within the text first; only from its first and last line do they leave it.
    if (event.key === "ArrowUp" && !value.slice(0, selectionStart).includes("\n")) recall(repl.history.older(value), event);
    if (event.key === "ArrowDown" && !value.slice(selectionStart).includes("\n")) recall(repl.history.newer(), event);
  };
  return (
    <div class="repl">
      <span class="repl-prompt" aria-hidden="true"><Icon name="input" /></span>
      <textarea
        id="repl" ref={area} rows={1} value={text} spellcheck={false} autocomplete="off" autocapitalize="off" aria-label={`JavaScript to run on ${repl.target()}`}
        placeholder="Run JavaScript" onInput={event => { repl.text.value = event.currentTarget.value; }} onKeyDown={keyDown}
      />
      {repl.waiting.value > 0 && <span class="repl-waiting" role="status">waiting…</span>}
      <span class="repl-target" title="Select devices at the left to change whom this goes to">on {repl.target()}</span>
    </div>
  );
}
