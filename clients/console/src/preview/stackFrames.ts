/** One line of a stack: what comes before the location, and the location. */
export interface StackLine { text: string; location: string }

// Chromium: "    at name (url:line:column)" or "    at url:line:column". Firefox and Safari: "name@url:line:column".
const CHROMIUM = /^\s*at (?:(.*) \()?(.*?:\d+:\d+)\)?$/;
const OTHERS = /^(.*)@(.*?:\d+(?::\d+)?)$/;

/** Takes a stack apart, of whichever browser; lines that repeat the message are left out. */
export function stackFrames(stack: string): StackLine[] {
  const frames: StackLine[] = [];
  for (const line of stack.split("\n")) {
    const match = CHROMIUM.exec(line) ?? OTHERS.exec(line);
    if (match) frames.push({ text: match[1] || "(anonymous)", location: match[2] as string });
  }
  return frames;
}

/** `https://host/a/b/app.js?v=3:12:5` -> `app.js:12:5`. */
export function shortLocation(location: string): string {
  const position = /(?::\d+){1,2}$/.exec(location)?.[0] ?? "";
  const path = location.slice(0, location.length - position.length).replace(/[?#].*$/, "");
  const name = path.slice(path.lastIndexOf("/") + 1);
  return `${name || "(index)"}${position}`;
}
