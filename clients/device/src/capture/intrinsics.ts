// The language's own functions, taken before the page could replace them, so that looking at a page's value runs
// none of the page's code: no overridden method, no getter, no iterator.

export const { apply, getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;
export const { isArray } = Array;
export const { parse } = JSON;
export const quote = JSON.stringify as (value: string | number | boolean) => string;
export const toText = String;

/** Plain data of our own as JSON, without a `toJSON` that the page gave to all objects. */
export const json = (value: any): string =>
  isArray(value) ? `[${value.map(json)}]`
  : value && typeof value === "object" ? `{${Object.keys(value).map((key) => `${quote(key)}:${json(value[key])}`)}}`
  : quote(value);

/** The native getter of an accessor property. */
export const getterOf = (target: object, key: PropertyKey): (() => any) | undefined =>
  getOwnPropertyDescriptor(target, key)?.get;

/** Calls a native getter on a value; undefined where it isn't one of its kind. */
export const read = (getter: (() => any) | undefined, value: unknown): any => getter && apply(getter, value, []);

/** An own data property; undefined where it is absent or an accessor. */
export const ownValue = (value: object, key: PropertyKey): unknown => getOwnPropertyDescriptor(value, key)?.value;

/** A data property of the value or of what it inherits from; a getter on the way ends the search. */
export function inheritedValue(value: object, key: PropertyKey): unknown {
  for (let at: object | null = value, depth = 0; at && depth < 20; at = getPrototypeOf(at), depth++) {
    const found = getOwnPropertyDescriptor(at, key);
    if (found) return found.value;
  }
  return undefined;
}

const typedArray = getPrototypeOf(Uint8Array.prototype)!;

export const native = {
  mapSize: getterOf(Map.prototype, "size"),
  mapEach: Map.prototype.forEach,
  setSize: getterOf(Set.prototype, "size"),
  setEach: Set.prototype.forEach,
  typedArrayName: getterOf(typedArray, Symbol.toStringTag),
  typedArrayLength: getterOf(typedArray, "length"),
  bufferLength: getterOf(ArrayBuffer.prototype, "byteLength"),
  dateTime: Date.prototype.getTime,
  dateText: Date.prototype.toISOString,
  regexpSource: getterOf(RegExp.prototype, "source"),
  regexpFlags: getterOf(RegExp.prototype, "flags"),
};
