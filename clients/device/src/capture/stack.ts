import { apply, getOwnPropertyDescriptor, ownValue, read } from "./intrinsics.ts";

// Chromium: an accessor on each error, with one native getter; earlier a value, as in Safari. Firefox: an accessor on Error.prototype.
const stackGetter =
  getOwnPropertyDescriptor(new Error(), "stack")?.get ?? getOwnPropertyDescriptor(Error.prototype, "stack")?.get;

const captureStackTrace: ((target: object, above: unknown) => void) | undefined = (Error as any).captureStackTrace;

/** An error's stack, without calling a getter that isn't the engine's. */
export function stackOf(error: object): string {
  const stack = untouched(10, () => {
    const own = getOwnPropertyDescriptor(error, "stack");
    return own && ("value" in own || own.get !== stackGetter) ? own.value : read(stackGetter, error);
  });
  return typeof stack === "string" ? stack : "";
}

/** The stack of whoever called `above`, at least `frames` deep where there are as many. */
export function stackAbove(above: unknown, frames: number): string {
  return untouched(captureStackTrace ? frames : frames + 8, () => {
    const holder: { stack?: string } = {};
    if (captureStackTrace) apply(captureStackTrace, Error, [holder, above]);
    else holder.stack = new Error().stack!;
    return holder.stack ?? "";
  });
}

/** V8 formats a stack through the page's `Error.prepareStackTrace` and to its `stackTraceLimit`: both are set aside meanwhile. */
function untouched<T>(limit: number, run: () => T): T {
  const error = Error as any;
  const formatter = ownValue(Error, "prepareStackTrace");
  const before = ownValue(Error, "stackTraceLimit");
  try {
    if (formatter) error.prepareStackTrace = undefined;
    if (typeof before === "number") error.stackTraceLimit = limit;
    return run();
  } finally {
    if (formatter) error.prepareStackTrace = formatter;
    if (typeof before === "number") error.stackTraceLimit = before;
  }
}
