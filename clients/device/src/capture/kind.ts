import { nodeName } from "./node.ts";
import type { PreviewType } from "@bridge/protocol";
import { getPrototypeOf, isArray, native, ownValue, read } from "./intrinsics.ts";

type ObjectKind = Extract<PreviewType, "object" | "array" | "error" | "node" | "map" | "set" | "typedarray" | "date" | "regexp" | "promise" | "weak">;

/**
 * By the prototypes of this realm (an object of a frame's realm is shown by its properties), and by what a native function
 * of the kind says without throwing, because a prototype can be borrowed.
 */
const kinds: [ObjectKind, object | undefined, ((() => unknown) | undefined)?][] = [
  ["error", Error.prototype],
  ["map", Map.prototype, native.mapSize],
  ["set", Set.prototype, native.setSize],
  ["typedarray", getPrototypeOf(Uint8Array.prototype)!, native.typedArrayLength],
  ["typedarray", ArrayBuffer.prototype, native.bufferLength],
  ["date", Date.prototype, native.dateTime as () => unknown],
  ["regexp", RegExp.prototype, native.regexpSource],
  ["promise", Promise.prototype],
  ["weak", WeakMap.prototype],
  ["weak", WeakSet.prototype],
  ["weak", globalThis.WeakRef?.prototype],
  ["node", globalThis.Node?.prototype, nodeName],
];

export function kindOf(value: object): ObjectKind {
  if (isArray(value)) return "array";
  let at = getPrototypeOf(value);
  for (let depth = 0; at && at !== Object.prototype && depth < 20; depth++, at = getPrototypeOf(at)) {
    const kind = kinds.find((one) => one[1] === at);
    if (!kind) continue;
    try {
      read(kind[2], value);
      return kind[0];
    } catch {
      return "object";
    }
  }
  return "object";
}

/** The name of the constructor, empty for a plain object or array: by data properties only, never by Symbol.toStringTag. */
export function classNameOf(value: object): string {
  let at = getPrototypeOf(value);
  for (let depth = 0; at && depth < 20; depth++, at = getPrototypeOf(at)) {
    const constructor = ownValue(at, "constructor");
    if (typeof constructor !== "function") continue;
    const name = ownValue(constructor, "name");
    return typeof name === "string" && !(depth === 0 && (name === "Object" || name === "Array")) ? name : "";
  }
  return "";
}
