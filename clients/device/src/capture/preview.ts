import { getOwnPropertyDescriptor, inheritedValue, native, ownKeys, ownValue, quote, read, toText } from "./intrinsics.ts";
import { classNameOf, kindOf } from "./kind.ts";
import { tagOf } from "./node.ts";
import { stackOf } from "./stack.ts";

/** How much of a value is shown. */
export interface Limits {
  /** Levels that are opened. */
  depth: number;
  /** Items or entries shown of the value itself, and of each value inside it. */
  width: number;
  widthInside: number;
  /** Characters shown of a string argument, and of a string inside a value. */
  text: number;
  textInside: number;
  /** Values in one preview, all levels together; and characters, beyond which nothing more is opened. */
  values: number;
  characters: number;
}

/** A console argument: what one reads in a line, and two levels to open. */
export const LOG_LIMITS: Limits = { depth: 2, width: 100, widthInside: 20, text: 10_000, textInside: 500, values: 500, characters: 20_000 };

/** What an eval returns: somebody asked for it. */
export const EVAL_LIMITS: Limits = { depth: 3, width: 100, widthInside: 100, text: 50_000, textInside: 2000, values: 3000, characters: 50_000 };

/**
 * A value as JSON of Preview (docs/protocol.md, "Previews"), taken without running the page's code: descriptors instead
 * of property reads, native getters instead of methods. Only a Proxy's traps can't be told apart and run; what they throw
 * is shown as "thrown". Nothing of the value is kept.
 */
export function preview(value: unknown, limits: Limits): string {
  const path: object[] = [];
  let values = 0;
  let characters = 0;

  const cutText = (text: string, most: number): string => {
    const shown = text.length > most ? text.slice(0, most) : text;
    characters += shown.length;
    return quote(shown);
  };

  const show = (value: unknown): string => {
    values++;
    try {
      return of(value);
    } catch {
      path.length = Math.min(path.length, depthOf);
      return '{"type":"thrown"}';
    }
  };
  let depthOf = 0;

  const of = (value: unknown): string => {
    switch (typeof value) {
      case "string": {
        const most = depthOf ? limits.textInside : limits.text;
        const size = value.length > most ? `,"size":${value.length},"more":${value.length - most}` : "";
        return `{"type":"string","value":${cutText(value, most)}${size}}`;
      }
      case "number":
        // JSON has no NaN, no infinity and no negative zero.
        return value - value === 0 && (value || 1 / value > 0)
          ? `{"type":"number","value":${value}}`
          : `{"type":"number","text":"${value || 1 / value > 0 || value !== value ? value : "-0"}"}`;
      case "boolean":
        return `{"type":"boolean","value":${value}}`;
      case "undefined":
        return '{"type":"undefined"}';
      case "bigint":
      case "symbol":
        return `{"type":"${typeof value}","text":${cutText(toText(value) + (typeof value === "bigint" ? "n" : ""), limits.textInside)}}`;
      case "function":
        return `{"type":"function","name":${nameText(ownValue(value, "name"))}}`;
    }
    if (value === null) return '{"type":"null"}';
    if (path.includes(value as object)) return '{"type":"circular"}';
    path.push(value as object);
    depthOf++;
    const json = ofObject(value as object);
    depthOf--;
    path.pop();
    return json;
  };

  const nameText = (name: unknown) => cutText(typeof name === "string" ? name : "", 100);

  const ofObject = (value: object): string => {
    const kind = kindOf(value);
    const name = classNameOf(value);
    const head = `{"type":"${kind}"` + (name ? `,"name":${nameText(name)}` : "");
    switch (kind) {
      case "array":
        return head + items(ownValue(value, "length") as number, (i) => elementOf(value, i)) + "}";
      case "typedarray": {
        const view = value as Uint8Array;
        const isView = read(native.typedArrayName, value) !== undefined;
        const length: number = read(isView ? native.typedArrayLength : native.bufferLength, value);
        return head + (isView ? items(length, (i) => show(view[i])) : `,"size":${length}`) + "}";
      }
      case "set":
        return head + collection(read(native.setSize, value), "items", native.setEach, value) + "}";
      case "map":
        return head + collection(read(native.mapSize, value), "entries", native.mapEach, value) + "}";
      case "error":
        return head + errorText(value) + entries(value, ["cause", "errors"], ["stack", "message"]) + "}";
      case "date": {
        const time = native.dateTime.call(value as Date);
        return head + `,"text":"${time === time ? native.dateText.call(value as Date) : "Invalid Date"}"}`;
      }
      case "regexp": {
        // The native flags getter reads properties, which one more of the value's own could hide.
        const flags = ownKeys(value).length > 1 ? "" : read(native.regexpFlags, value);
        return head + `,"text":${cutText(`/${read(native.regexpSource, value)}/${flags}`, limits.textInside)}}`;
      }
      case "node":
        return head + `,"text":${cutText(tagOf(value as Node), limits.textInside)}}`;
      case "object":
        return head + entries(value, [], []) + "}";
      default:
        return head + "}";
    }
  };

  /** Whether the value on top of the path is to be opened, and how wide. */
  const widthHere = () =>
    depthOf > limits.depth || values > limits.values || characters > limits.characters ? 0 : depthOf > 1 ? limits.widthInside : limits.width;

  const elementOf = (array: object, index: number): string => {
    const property = getOwnPropertyDescriptor(array, index);
    return property && !("value" in property) ? '{"type":"getter"}' : show(property?.value);
  };

  const items = (length: number, at: (index: number) => string): string => {
    const shown: string[] = [];
    const width = widthHere();
    while (shown.length < Math.min(length, width) && values < limits.values) shown.push(at(shown.length));
    return `,"size":${length}` + (width ? `,"items":[${shown.join(",")}]` + more(length - shown.length) : "");
  };

  const more = (count: number) => (count > 0 ? `,"more":${count}` : "");

  const collection = (size: number, member: "items" | "entries", each: (visit: (value: unknown, key: unknown) => void) => void, of: object) => {
    const shown: string[] = [];
    const width = widthHere();
    // forEach has no way to stop early but throwing, and a map of a million entries must not stall the page.
    const enough = {};
    try {
      if (width && size) each.call(of, (value, key) => {
        if (shown.length >= width || values >= limits.values) throw enough;
        shown.push(member === "items" ? show(value) : `{"key":${show(key)},"value":${show(value)}}`);
      });
    } catch (thrown) {
      if (thrown !== enough) throw thrown;
    }
    return `,"size":${size}` + (width ? `,"${member}":[${shown.join(",")}]` + more(size - shown.length) : "");
  };

  const entries = (value: object, also: readonly PropertyKey[], without: readonly PropertyKey[]): string => {
    const width = widthHere();
    if (!width) return "";
    const shown: string[] = [];
    const keys = ownKeys(value);
    let skipped = 0;
    for (const key of keys) {
      if (shown.length >= width || values >= limits.values) break;
      const property = getOwnPropertyDescriptor(value, key);
      if (!property || without.includes(key) || !(property.enumerable || also.includes(key))) {
        skipped++;
        continue;
      }
      shown.push(`{"key":${show(key)},"value":${"value" in property ? show(property.value) : '{"type":"getter"}'}}`);
    }
    return shown.length ? `,"entries":[${shown.join(",")}]` + more(keys.length - skipped - shown.length) : "";
  };

  const errorText = (error: object): string => {
    const message = inheritedValue(error, "message");
    const stack = stackOf(error);
    return (
      `,"message":${cutText(typeof message === "string" ? message : "", limits.text)}` +
      (stack ? `,"stack":${cutText(stack, limits.text)}` : "")
    );
  };

  return show(value);
}
