// Prints what failed in a result file of `dotnet test` (TRX): each test's name, what it says, and where. `node failures.mjs results.trx`.
import { readFileSync } from "node:fs";

const mostLines = 60; // of one test's message or stack
const entities = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

const text = xml => xml.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) =>
  hex ? String.fromCodePoint(parseInt(hex, 16)) : decimal ? String.fromCodePoint(Number(decimal)) : entities[name] ?? whole);
const element = (xml, name) => text(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(xml)?.[1] ?? "");

function indented(words, by) {
  const lines = words.trimEnd().split(/\r?\n/);
  const left = lines.length - mostLines;
  return [...lines.slice(0, mostLines), ...(left > 0 ? [`… ${left} more lines`] : [])].map(line => " ".repeat(by) + line.trimEnd()).join("\n");
}

const trx = readFileSync(process.argv[2], "utf8");
for (const [, head, body = ""] of trx.matchAll(/<UnitTestResult\b([^>]*\boutcome="Failed"[^>]*?)(?:\/>|>([\s\S]*?)<\/UnitTestResult>)/g)) {
  console.log(`FAILED ${text(/\btestName="([^"]*)"/.exec(head)[1])}`);
  for (const part of [element(body, "Message"), element(body, "StackTrace")]) if (part.trim()) console.log(indented(part, 2));
}
