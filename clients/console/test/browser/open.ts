import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { buildSite, serveSite } from "./site.ts";

export interface Desk {
  /** Opens the console in a browser of its own storage. What the page reports as wrong is collected in `faults`. */
  open(hash?: string, options?: BrowserContextOptions): Promise<{ page: Page; faults: string[] }>;
  close(): Promise<void>;
}

/** Waits until what the page has is on the screen: the first frame draws it, and measures; the second one begins after that. */
export const drawn = (page: Page): Promise<unknown> => page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))));

/** One Chromium and one site for a file of tests. */
export async function desk(): Promise<Desk> {
  const { url, server } = await serveSite(await buildSite());
  const browser: Browser = await chromium.launch({
    timeout: 120_000,
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-proxy-server"],
  });
  return {
    async open(hash = "", options = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, colorScheme: "dark", ...options });
      context.setDefaultTimeout(60_000);
      const page = await context.newPage();
      const faults: string[] = [];
      page.on("pageerror", error => faults.push(String(error)));
      page.on("console", message => { if (message.type() === "error") faults.push(message.text()); });
      await page.goto(url + hash);
      await page.waitForFunction(() => ["live", "unauthorised"].includes(window.__bridgeConsole?.connection() ?? ""));
      await drawn(page);
      return { page, faults };
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}
