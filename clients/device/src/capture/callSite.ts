import { quote } from "./intrinsics.ts";

export interface Frame {
  url: string;
  line: number;
  column: number;
  function: string;
}

/**
 * One line of a stack, in the forms of
 * Chromium `    at f (http://h/a.js:1:2)`, `    at http://h/a.js:1:2`, `    at eval (eval at f (http://h/a.js:1:2), <anonymous>:3:4)`;
 * Safari and Firefox `f@http://h/a.js:1:2`, `@http://h/a.js:1:2`, `http://h/a.js:1:2`;
 * Firefox `f@http://h/a.js line 3 > eval:1:2`. Null for anything else, native code included.
 */
export function parseFrame(line: string): Frame | null {
  // Code made by eval is named by the place of the eval: the innermost one that has an address.
  const place = /(?:^|[\s(@])((?:(?:blob:)?[a-z][a-z+.-]*:\/\/|bridge-eval)[^\s()]*?)(?: line (\d+) > .*|:(\d+):(\d+)\)?.*)$/i.exec(line);
  if (!place) return null;
  const name = /^\s*at (?:async )?(?:new )?([^(]+?) \(|^([^@\s/]+)@/.exec(line);
  return { url: place[1]!, line: +(place[2] ?? place[3]!), column: +(place[4] ?? 1), function: name?.[1] ?? name?.[2] ?? "" };
}

/** The stack without the lines that are ours. `ours` is the address of this script. */
export function pageStack(stack: string, ours: string): string {
  return ours ? stack.split("\n").filter((line) => !line.includes(ours)).join("\n") : stack;
}

/** The first frame of the page's own code. */
export function firstFrame(stack: string, ours: string): Frame | null {
  for (const line of stack.split("\n")) {
    if (ours && line.includes(ours)) continue;
    const frame = parseFrame(line);
    if (frame) return frame;
  }
  return null;
}

/** As CallSite's JSON. */
export function siteJson({ url, line, column, function: name }: Frame): string {
  return `{"url":${quote(url)},"line":${line},"column":${column}${name ? `,"function":${quote(name)}` : ""}}`;
}
