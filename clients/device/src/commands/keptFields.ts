import type { Platform } from "../platform.ts";

/** Where this file keeps them, in the tab's storage. */
export const KEPT = "bridge:kept";

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Which element of a document: its name, what it is called, and the how manieth of those. */
type Place = [tag: string, key: string, index: number];

interface Kept {
  url: string;
  fields: [Place, string | boolean | boolean[]][];
  focus?: [Place, number?, number?] | undefined;
}

const MOST_FIELDS = 500;
const MOST_CHARACTERS = 1 << 18;
/** What a framework draws after the page has loaded is waited for this long. */
const LATEST = 2000;
/** Secrets, files, and what has no state of the visitor's. */
const NEVER = /^(?:password|file|hidden|submit|button|reset|image)$/;
/** What a browser keeps nothing of either (HTML, "autofill"). */
const PRIVATE = /^(?:off|cc-|one-time|(?:new|current)-)/i;

export interface KeptFields {
  /** Keeps what the visitor entered, and the focus, for the next load of this address. */
  save(): void;
  /** Gives it back to the page that was loaded again. */
  restore(): void;
}

/** Carries what a visitor entered over a reload (docs/decisions/0010). */
export function createKeptFields({ win, doc, storage, setTimeout }: Platform): KeptFields {
  const alike = (tag: string, key: string) => [...doc.querySelectorAll(tag)].filter((element) => keyOf(element) === key);
  const placeOf = (element: Element): Place => {
    const key = keyOf(element);
    return [element.localName, key, alike(element.localName, key).indexOf(element)];
  };
  const find = ([tag, key, index]: Place) => alike(tag, key)[index] as HTMLInputElement | undefined;

  const save = () => {
    const fields = [...doc.querySelectorAll<Field>("input,textarea,select")].filter((field) => isKept(field) && isChanged(field)).slice(0, MOST_FIELDS);
    const active = doc.activeElement as HTMLInputElement | null;
    const kept: Kept = {
      url: win.location.href,
      fields: fields.map((field) => [placeOf(field), stateOf(field)]),
      focus: active && active !== doc.body && active !== doc.documentElement ? [placeOf(active), ...selectionOf(active)] : undefined,
    };
    const text = JSON.stringify(kept);
    if ((fields.length || kept.focus) && text.length < MOST_CHARACTERS) storage.setItem(KEPT, text);
  };

  const restore = () => {
    let { url, fields, focus }: Kept = JSON.parse(storage.getItem(KEPT)!);
    storage.removeItem(KEPT);
    if (url !== win.location.href) return;

    const attempt = () => {
      fields = fields.filter(([place, state]) => {
        const field = find(place);
        // One that isn't as the page wrote it has its state from somebody who knows better: the browser, the page, or the visitor by now.
        if (field && isKept(field) && !isChanged(field)) give(field, state);
        return !field;
      });
      const target = focus && find(focus[0]);
      if (!target) return;
      if (!doc.activeElement || doc.activeElement === doc.body) {
        target.focus({ preventScroll: true });
        if (focus![1] !== undefined) target.setSelectionRange(focus![1], focus![2]!);
      }
      focus = undefined;
    };
    const observer = new win.MutationObserver(quietly(attempt));
    const start = quietly(() => {
      observer.observe(doc, { childList: true, subtree: true });
      setTimeout(() => observer.disconnect(), LATEST);
      attempt();
    });
    if (doc.readyState === "loading") doc.addEventListener("DOMContentLoaded", start, { once: true });
    else start();
  };

  const give = (field: Field, state: Kept["fields"][0][1]) => {
    if (Array.isArray(state)) [...(field as HTMLSelectElement).options].forEach((option, i) => (option.selected = !!state[i]));
    // By the prototype's setter: a framework that put its own on the element would take this for its own doing.
    else Reflect.set(Object.getPrototypeOf(field), typeof state === "boolean" ? "checked" : "value", state, field);
    field.dispatchEvent(new win.Event("input", { bubbles: true }));
  };

  return { save: quietly(save), restore: quietly(restore) };
}

const isCheck = (field: Field): field is HTMLInputElement => /^(?:checkbox|radio)$/.test(field.type);
const isSelect = (field: Field): field is HTMLSelectElement => field.localName === "select";
const isKept = (field: Field) => !NEVER.test(field.type) && !PRIVATE.test(field.autocomplete);

const keyOf = (element: Element) =>
  ["type", "id", "name", isCheck(element as Field) ? "value" : ""].map((name) => name && element.getAttribute(name)).join("|");

const stateOf = (field: Field) => (isCheck(field) ? field.checked : isSelect(field) ? [...field.options].map((option) => option.selected) : field.value);

/** Whether a field is other than the page's markup says. */
function isChanged(field: Field): boolean {
  if (isCheck(field)) return field.checked !== field.defaultChecked;
  if (!isSelect(field)) return field.value !== field.defaultValue;
  const options = [...field.options];
  if (field.multiple || options.some((option) => option.defaultSelected)) return options.some((option) => option.selected !== option.defaultSelected);
  return field.selectedIndex !== options.findIndex((option) => !option.disabled);
}

/** Empty where the element has none, or says nothing of it. */
function selectionOf({ selectionStart, selectionEnd }: HTMLInputElement): [number?, number?] {
  return typeof selectionStart === "number" ? [selectionStart, selectionEnd!] : [];
}

/** What can't be kept is lost, as at any reload. */
const quietly = (run: () => void) => () => {
  try {
    run();
  } catch {
    // Something of the page's own in it, or a page whose elements hide what is native.
  }
};
