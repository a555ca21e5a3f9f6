import { build, type BuildOptions } from "esbuild";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, relative } from "node:path";

/** What the relay sends with the console, word for word: a test that passes under a looser policy proves nothing. */
export const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self' ws:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

const TYPES: Record<string, string> = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };

/** Files of a site, by their names. */
export type Site = Map<string, Uint8Array>;

/** Builds the console with its fixture in place of a relay. In memory: tests of other files do the same meanwhile. */
export async function buildSite(): Promise<Site> {
  const common: BuildOptions = { bundle: true, write: false, outdir: "site", target: "es2022", logLevel: "warning", jsx: "automatic", jsxImportSource: "preact" };
  const built = await Promise.all([
    build({ ...common, entryPoints: { console: "console/test/fixture/main.tsx" }, format: "esm" }),
    build({ ...common, entryPoints: { theme: "console/src/theme.ts" }, format: "iife" }),
    build({ ...common, entryPoints: { console: "console/src/styles/console.css", index: "console/src/index.html", icon: "console/src/icon.svg" }, loader: { ".html": "copy", ".svg": "copy" } }),
  ]);
  return new Map(built.flatMap(({ outputFiles }) => (outputFiles ?? []).map(file => [relative("site", file.path), file.contents])));
}

/** Serves it on a port of its own, with the relay's policy. */
export async function serveSite(site: Site): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://x").pathname;
    const name = path === "/" ? "index.html" : path.slice(1);
    const body = site.get(name);
    if (body) response.writeHead(200, { "content-type": TYPES[extname(name)] ?? "text/plain", "content-security-policy": POLICY }).end(body);
    else response.writeHead(404).end();
  });
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}
