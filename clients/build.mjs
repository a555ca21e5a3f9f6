// Bundles the browser clients into their dist folders. The device script has a byte budget that fails the build.
import { build } from "esbuild";
import { gzipSync } from "node:zlib";
import { readFileSync, mkdirSync, rmSync } from "node:fs";

const DEVICE_BUDGET = 15 * 1024; // gzip bytes: what a phone loads before the page's own first script

const common = { bundle: true, minify: true, sourcemap: "linked", legalComments: "none", logLevel: "warning" };
for (const dist of ["device/dist", "console/dist"]) {
  rmSync(dist, { recursive: true, force: true }); // chunks are named by their content: old ones would be served for ever
  mkdirSync(dist, { recursive: true });
}

await Promise.all([
  build({ ...common, entryPoints: { bridge: "device/src/main.ts" }, outdir: "device/dist", format: "iife", target: ["es2020", "safari15"], sourcemap: false }),
  build({ ...common, entryPoints: { console: "console/src/main.tsx" }, outdir: "console/dist", format: "esm", splitting: true, target: "es2022", jsx: "automatic", jsxImportSource: "preact" }),
  build({ ...common, entryPoints: { theme: "console/src/theme.ts" }, outdir: "console/dist", format: "iife", target: "es2022", sourcemap: false }),
  build({
    ...common, entryPoints: { console: "console/src/styles/console.css", index: "console/src/index.html", icon: "console/src/icon.svg" }, outdir: "console/dist", target: "es2022",
    loader: { ".html": "copy", ".svg": "copy" },
  }),
]);

const script = readFileSync("device/dist/bridge.js");
const gzip = gzipSync(script, { level: 9 }).length;
console.log(`bridge.js: ${script.length} bytes, ${gzip} gzip (budget ${DEVICE_BUDGET})`);
if (gzip > DEVICE_BUDGET) {
  console.error(`bridge.js is ${gzip - DEVICE_BUDGET} bytes over its budget: make it smaller, don't raise the budget.`);
  process.exit(1);
}
