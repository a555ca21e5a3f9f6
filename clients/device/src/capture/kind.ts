import type { PreviewType } from "@bridge/protocol";
import { getPrototypeOf, isArray, native, ownValue, read } from "./intrinsics.ts";

type ObjectKind = Extract<PreviewType, "object" | "array" | "error" | "node" | "map" | "set" | "typedarray" | "date" | "regexp" | "promise" | "weak">;

/** By the prototypes of this realm; of another realm (a frame's) an object is shown by its properties. */
const kinds = new Map<object | null, ObjectKind>([
  [Error.prototype, "error"],
  [Map.prototype, "map"],
  [Set.prototype, "set"],
  [getPrototypeOf(Uint8Array.prototype), "typedarray"],
  [ArrayBuffer.prototype, "typedarray"],
  [Date.prototype, "date"],
  [RegExp.prototype, "regexp"],
  [Promise.prototype, "promise"],
  [WeakMap.prototype, "weak"],
  [WeakSet.prototype, "weak"],
]);
if (typeof WeakRef !== "undefined") kinds.set(WeakRef.prototype, "weak");
if (typeof Node !== "undefined") kinds.set(Node.prototype, "node");

/** What a native getter must say for the kind to be true: a prototype alone can be borrowed. */
const proofs: Partial<Record<ObjectKind, (value: object) => unknown>> = {
  map: (value) => read(native.mapSize, value),
  set: (value) => read(native.setSize, value),
  date: (value) => native.dateTime.call(value as Date),
  regexp: (value) => read(native.regexpSource, value),
  typedarray: (value) => read(native.typedArrayName, value) ?? read(native.bufferLength, value),
};

const PLAIN = Object.prototype;

export function kindOf(value: object): ObjectKind {
  if (isArray(value)) return "array";
  let at = getPrototypeOf(value);
  for (let depth = 0; at && at !== PLAIN && depth < 20; depth++, at = getPrototypeOf(at)) {
    const kind = kinds.get(at);
    if (kind) return isProven(kind, value) ? kind : "object";
  }
  return "object";
}

function isProven(kind: ObjectKind, value: object): boolean {
  try {
    proofs[kind]?.(value);
    return true;
  } catch {
    return false;
  }
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
