import type { Platform } from "../platform.ts";

/** One note at a time at the lower edge of the phone. */
export interface Note {
  /** Shows a note until it is put away; with `label`, a button that runs `act`. A note that was put away stays away in this tab. */
  say(text: string, label?: string, act?: () => void): void;
  unsay(): void;
}

/** What the script shows on the phone: a note, and a flash over everything. */
export interface Overlay extends Note {
  flash(text: string, color: string, seconds: number): void;
}

const KEY = "bridge:hush";
const HOST = "all:initial!important;position:fixed!important;z-index:2147483647!important;";
const BAR =
  "display:flex;align-items:center;gap:4px;box-sizing:border-box;max-width:calc(100vw - 24px);padding:4px 4px 4px 16px;" +
  "border-radius:14px;background:#161b26;color:#f4f6fb;font:14px/1.35 system-ui,sans-serif;box-shadow:0 4px 24px #0006";
const BUTTON = "all:unset;min-height:44px;padding:0 14px;border-radius:10px;font:600 14px system-ui,sans-serif;cursor:pointer;white-space:nowrap;";
const FLASH =
  "display:grid;place-items:center;width:100vw;height:100vh;font:700 min(18vw,96px)/1.1 system-ui,sans-serif;text-align:center;" +
  "color:#fff;text-shadow:0 1px 12px #000a;overflow-wrap:anywhere";

/** Styles are set through CSSOM, which no `style-src` blocks, and text as text: no sink that Trusted Types guard. */
export function createOverlay({ doc, storage, setTimeout }: Platform): Overlay {
  let unshow: (() => void) | null = null;

  const element = (name: string, style: string, text = "") => {
    const made = doc.createElement(name);
    made.style.cssText = style;
    made.textContent = text;
    return made;
  };
  /** Returns what takes it away. */
  const show = (place: string, content: HTMLElement) => {
    let over = false;
    const host = element("bridge-overlay", HOST + place);
    host.attachShadow({ mode: "closed" }).append(content);
    // At the end and not before the parser is done: the page's own structure stays what it was.
    const append = () => over || doc.documentElement.append(host);
    if (doc.readyState === "loading") doc.addEventListener("DOMContentLoaded", append, { once: true });
    else append();
    return () => {
      over = true;
      host.remove();
    };
  };
  const unsay = () => {
    unshow?.();
    unshow = null;
  };

  return {
    unsay,
    say(text, label, act) {
      unsay();
      if (storage.getItem(KEY) === text) return;
      const bar = element("div", BAR, text);
      bar.setAttribute("role", "status");
      const button = (name: string, style: string, run: () => void) => {
        const made = element("button", BUTTON + style, name);
        made.onclick = run;
        bar.append(made);
        return made;
      };
      if (label) {
        button(label, "margin-left:10px;background:#4d8dff;color:#fff", () => {
          unsay();
          act!();
        });
      }
      button("✕", "color:#aab3c5", () => {
        unsay();
        storage.setItem(KEY, text);
      }).setAttribute("aria-label", "Dismiss");
      unshow = show("left:50%!important;transform:translateX(-50%)!important;width:max-content!important;bottom:calc(12px + env(safe-area-inset-bottom))!important", bar);
    },
    flash(text, color, seconds) {
      const sheet = element("div", FLASH, text);
      sheet.style.background = color;
      const end = show("inset:0!important;pointer-events:none!important", sheet);
      sheet.animate?.([{ opacity: 0.9 }, { opacity: 0.35 }, { opacity: 0.9 }], { duration: 1000, iterations: Infinity });
      setTimeout(end, seconds * 1000);
    },
  };
}
