// Bundles the device script: esbuild puts it together, terser makes it some 5 % smaller than esbuild would.
import { build } from "esbuild";
import { mkdirSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { minify } from "terser";

const BUDGET = 15 * 1024; // gzip bytes: what a phone loads before the page's own first script

/** Writes device/dist/bridge.js and fails where it is over its budget. */
export async function bundleDevice() {
  const bundle = await build({
    bundle: true, entryPoints: ["device/src/main.ts"], format: "iife", target: ["es2020", "safari15"], legalComments: "none", logLevel: "warning", write: false,
  });
  const { code } = await minify(bundle.outputFiles[0].text, {
    ecma: 2020, toplevel: true, format: { ascii_only: true }, // a page may be in any charset, and a script without one is read in the page's
    compress: { passes: 3, unsafe_arrows: true, keep_fargs: false },
  });
  const script = code + ignoreList(code.split("\n").length);
  mkdirSync("device/dist", { recursive: true });
  writeFileSync("device/dist/bridge.js", script);
  const gzip = gzipSync(script, { level: 9 }).length;
  console.log(`bridge.js: ${script.length} bytes, ${gzip} gzip (budget ${BUDGET})`);
  if (gzip > BUDGET) throw new Error(`bridge.js is ${gzip - BUDGET} bytes over its budget: make it smaller, don't raise the budget.`);
}

/** A source map that says nothing but "step over all of this": developer tools then show a log's place in the page's code. */
function ignoreList(lines) {
  const map = { version: 3, sources: ["bridge.js"], mappings: Array(lines).fill("AAAA").join(";"), ignoreList: [0], x_google_ignoreList: [0] };
  return `\n//# sourceMappingURL=data:application/json,${JSON.stringify(map)}\n`;
}
