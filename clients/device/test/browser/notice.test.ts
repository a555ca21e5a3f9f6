import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { openBrowser, openPage } from "./chromium.ts";

let browser: Browser;
before(async () => void (browser = await openBrowser()));
after(() => browser.close());

const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const WORDS = "The relay can't store logs now. This phone keeps its lines and sends them again.";

/** A phone whose relay can't keep the first line; and the text of the note on it, which is in a closed tree. */
async function openHeld() {
  const context = await browser.newContext(PHONE);
  const bench = await openPage(browser, `<meta name=viewport content="width=device-width"><script>console.log("first")</script><body>the page`, ({ relay }) => void (relay.verdict = 0x97), context);
  const cdp = await context.newCDPSession(bench.page);
  await cdp.send("DOM.enable");
  const said = async () => {
    const { nodes } = await cdp.send("DOM.getFlattenedDocument", { depth: -1, pierce: true });
    return nodes.filter(({ nodeName }) => nodeName === "#text").map(({ nodeValue }) => nodeValue);
  };
  await bench.page.locator("bridge-overlay").waitFor();
  while (!(await said()).includes(WORDS)) await bench.page.evaluate("new Promise(requestAnimationFrame)"); // the sensors had their own word first
  return { ...bench, said };
}

test("Notice_RelayThatCannotStore_IsInsideTheScreenAndGoesAgain", async () => {
  const { relay, page, said, close } = await openHeld();
  const box = (await page.locator("bridge-overlay").boundingBox())!;
  assert.ok(box.x >= 0 && box.x + box.width <= 390 && box.y > 600 && box.y + box.height <= 844, JSON.stringify(box));
  relay.verdict = 0;
  await relay.until("the line again", () => relay.logs().length > 1);
  while ((await said()).includes(WORDS)) await page.evaluate("new Promise(requestAnimationFrame)");
  await close();
});

test("Notice_RelayThatCannotStore_GoesWithThePairing", async () => {
  const { relay, page, close } = await openHeld();
  relay.connack = { reasonCode: 0x87 } as any;
  relay.last!.stream.destroy();
  await page.locator("bridge-overlay").waitFor({ state: "detached" });
  await close();
});
