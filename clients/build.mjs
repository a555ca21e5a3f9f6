// Bundles the browser clients into their dist folders. The device script has a byte budget that fails the build.
import { build } from "esbuild";
import { mkdirSync, rmSync } from "node:fs";
import { bundleDevice } from "./device/bundle.mjs";

const common = { bundle: true, minify: true, sourcemap: "linked", legalComments: "none", logLevel: "warning" };
for (const dist of ["device/dist", "console/dist"]) {
  rmSync(dist, { recursive: true, force: true }); // chunks are named by their content: old ones would be served for ever
  mkdirSync(dist, { recursive: true });
}

await Promise.all([
  bundleDevice(),
  build({ ...common, entryPoints: { console: "console/src/main.tsx" }, outdir: "console/dist", format: "esm", splitting: true, target: "es2022", jsx: "automatic", jsxImportSource: "preact" }),
  build({ ...common, entryPoints: { theme: "console/src/theme.ts" }, outdir: "console/dist", format: "iife", target: "es2022", sourcemap: false }),
  build({
    ...common, entryPoints: { console: "console/src/styles/console.css", index: "console/src/index.html", icon: "console/src/icon.svg" }, outdir: "console/dist", target: "es2022",
    loader: { ".html": "copy", ".svg": "copy" },
  }),
]);
