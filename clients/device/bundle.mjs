// Bundles the device script: esbuild puts it together, terser makes it some 5 % smaller than esbuild would.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { minify } from "terser";

// In gzip bytes: what a phone loads before the page's own first script, and what it loads after the page.
const BUDGETS = { bridge: 15 * 1024, elsewhere: 16.5 * 1024, commands: 8 * 1024 };

/** Writes device/dist/bridge.js, its variant for pages elsewhere, and commands.js which both load later, and fails where one is over its budget. */
export async function bundleDevice() {
  mkdirSync("device/dist", { recursive: true });
  const commands = await bundle("commands", "device/src/commands/commands.ts", "esm");
  const hash = createHash("sha256").update(commands).digest("hex").slice(0, 8);
  await bundle("bridge", "device/src/main.ts", "iife", { COMMANDS: JSON.stringify(hash) });
  await bundle("elsewhere", "device/src/elsewhere.ts", "iife", { COMMANDS: JSON.stringify(hash) });
}

async function bundle(name, entry, format, define = {}) {
  const { outputFiles } = await build({
    bundle: true, entryPoints: [entry], format, define, target: ["es2020", "safari15"], legalComments: "none", logLevel: "warning", write: false,
  });
  const { code } = await minify(outputFiles[0].text, {
    ecma: 2020, toplevel: true, module: format === "esm", format: { ascii_only: true }, // a page may be in any charset, and a script without one is read in the page's
    compress: { passes: 3, unsafe_arrows: true, keep_fargs: false },
  });
  const script = code + ignoreList(code.split("\n").length);
  writeFileSync(`device/dist/${name}.js`, script);
  const gzip = gzipSync(script, { level: 9 }).length;
  console.log(`${name}.js: ${script.length} bytes, ${gzip} gzip (budget ${BUDGETS[name]})`);
  if (gzip > BUDGETS[name]) throw new Error(`${name}.js is ${gzip - BUDGETS[name]} bytes over its budget: make it smaller, don't raise the budget.`);
  return script;
}

/** A source map that says nothing but "step over all of this": developer tools then show a log's place in the page's code. */
function ignoreList(lines) {
  const map = { version: 3, sources: ["bridge.js"], mappings: Array(lines).fill("AAAA").join(";"), ignoreList: [0], x_google_ignoreList: [0] };
  return `\n//# sourceMappingURL=data:application/json,${JSON.stringify(map)}\n`;
}
