// Runs the browser clients' tests: `node test.mjs [workspace…]`. Each workspace's test/**/*.test.ts is bundled beside the
// sources (so that a stack trace is readable) and run by node:test. The last line is "N passed, N failed".
import { build } from "esbuild";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "node:test";
import { spec } from "node:test/reporters";

const root = dirname(fileURLToPath(import.meta.url));
process.chdir(root);
const workspaces = process.argv.length > 2 ? process.argv.slice(2) : ["protocol", "device", "console"];
const files = [];

for (const workspace of workspaces) {
  const folder = join(workspace, "test");
  if (!existsSync(folder)) continue;
  const tests = readdirSync(folder, { recursive: true }).filter(name => /\.test\.tsx?$/.test(name));
  const outdir = join(folder, "dist");
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: tests.map(name => join(folder, name)), outdir, outbase: folder, outExtension: { ".js": ".mjs" }, bundle: true, platform: "node", format: "esm",
    absWorkingDir: root, // or esbuild takes the folder that it was imported in, a workspace's by npm
    target: "node20", sourcemap: "inline", logLevel: "warning", jsx: "automatic", jsxImportSource: "preact",
    // What a test gets from node_modules stays there, but our own workspaces are TypeScript and must be bundled.
    plugins: [{ name: "packages", setup: b => b.onResolve({ filter: /^[^./]/ }, args => (args.kind === "entry-point" || args.path.startsWith("@bridge/") ? null : { external: true, path: args.path })) }],
  });
  files.push(...tests.map(name => join(outdir, name.replace(/\.tsx?$/, ".mjs"))));
}

let passed = 0, failed = 0;
const asides = []; // the only trace of an error that came after its test had ended
const stream = run({ files, concurrency: 2 });
// A file of tests is itself reported as one: only what a test file declares is counted.
const counts = event => event.details?.type !== "suite" && !files.some(file => event.name.endsWith(file));
stream.on("test:pass", event => { if (counts(event)) passed += 1; });
stream.on("test:fail", () => { failed += 1; });
stream.on("test:diagnostic", event => { if (event.message.startsWith("Error:")) asides.push(event.message); });
stream.compose(spec).pipe(process.stdout);
stream.on("end", () => setImmediate(() => {
  for (const aside of asides) console.log(aside);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}));
