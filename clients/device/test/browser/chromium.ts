import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { TestRelay } from "../relay/testRelay.ts";

const built = (name: string) => ({ type: "text/javascript", body: readFileSync(new URL(`../../../dist/${name}.js`, import.meta.url), "utf8") });
const [script, commands] = [built("bridge"), built("commands")];

export const openBrowser = (more: string[] = []): Promise<Browser> => chromium.launch({
  timeout: 120_000,
  executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-proxy-server", "--js-flags=--expose-gc", ...more],
});

export interface Bench { relay: TestRelay; context: BrowserContext; page: Page; close(): Promise<void> }

/** A relay that serves `html` with the script in its head, and a page that has opened it. */
export async function openPage(browser: Browser, html: string, prepare?: (bench: Bench) => unknown, given?: BrowserContext, host = "127.0.0.1"): Promise<Bench> {
  const relay = await new TestRelay().listen();
  relay.files.set("/_bridge/bridge.js", script);
  relay.files.set("/_bridge/bridge.js?commands", commands);
  relay.files.set("/", { type: "text/html", body: `<!doctype html><html><head><script src="/_bridge/bridge.js" data-build="b1"></script>${html}` });
  const context = given ?? await browser.newContext();
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const bench = {
    relay, context, page,
    async close() {
      await context.close();
      await relay.kill();
    },
  };
  await prepare?.(bench);
  await page.goto(`http://${host}:${relay.port}`);
  return bench;
}
