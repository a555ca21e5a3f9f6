import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";

const sourcesOf = (folder: string) => readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name)).map((name) => join(folder, name));
const importsOf = (file: string) => [...readFileSync(file, "utf8").matchAll(/\bfrom "(\.[^"]+)"|\bimport\("(\.[^"]+)"\)/g)].map((match) => join(dirname(file), match[1] ?? match[2]!));

/** The files on the way from `file` back to itself; empty where there is none. */
function circleOf(file: string): string[] {
  const cameFrom = new Map<string, string>();
  const next = [file];
  for (let at; (at = next.shift()); ) {
    for (const imported of importsOf(at)) {
      if (cameFrom.has(imported)) continue;
      cameFrom.set(imported, at);
      next.push(imported);
    }
  }
  const circle: string[] = [];
  for (let at = cameFrom.get(file); at && circle[0] !== file; at = cameFrom.get(at)) circle.unshift(at);
  return circle;
}

for (const workspace of ["protocol", "device", "console"]) {
  test(`Imports_Of ${workspace}_GoInNoCircle`, () => {
    const files = sourcesOf(join(workspace, "src"));
    assert.ok(files.some((file) => importsOf(file).length > 0));
    assert.deepEqual(files.map(circleOf).filter((circle) => circle.length > 0), []);
  });
}
