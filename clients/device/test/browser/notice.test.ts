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

/** A page whose parser waits for a script that comes when it is let go: nothing can be shown before. */
async function openLoading() {
  const bench = await openPage(browser, "<body>");
  let letGo = () => {};
  const held = new Promise<void>((done) => (letGo = done));
  bench.relay.files.set("/long", { type: "text/html", body: `<!doctype html><script src="/_bridge/bridge.js"></script><script>console.log("of the long one")</script><script src="/held.js"></script><body>long` });
  await bench.page.route("**/held.js", async (route) => {
    await held;
    await route.fulfill({ contentType: "text/javascript", body: "" }).catch(() => {}); // the page may be gone by now
  });
  await bench.relay.until("the first page", () => bench.relay.last?.packets.some((packet) => packet.cmd === "subscribe"));
  bench.relay.received.length = 0;
  const first = bench.relay.last;
  await bench.page.goto(`${bench.relay.url}/long`, { waitUntil: "commit" });
  await bench.relay.until("the page that loads", () => bench.relay.last !== first && bench.relay.last?.packets.some((packet) => packet.cmd === "subscribe"));
  const loaded = async () => {
    assert.equal(await bench.page.evaluate("document.readyState"), "loading");
    letGo();
    await bench.page.waitForLoadState("load");
    return bench.page.locator("bridge-overlay").count();
  };
  return { ...bench, loaded };
}

test("Notice_OverBeforeThePageIsParsed_IsNotShown", async () => {
  const { relay, loaded, close } = await openLoading();
  // What the relay can't keep is said on the phone; a reply shows that the page has heard what was sent before.
  relay.verdict = 0x97;
  const before = relay.logs().length;
  await relay.command("eval", { code: "console.log('not now')" });
  await relay.until("the line", () => relay.logs().length > before);
  await relay.command("eval", { code: "1" });
  relay.verdict = 0;
  const { length: refused } = relay.logs();
  await relay.until("the line again", () => relay.logs().length > refused);
  await relay.command("eval", { code: "2" });
  assert.equal(await loaded(), 0);
  await close();
});

test("Flash_OverBeforeThePageIsParsed_IsNotShown", async () => {
  const { relay, page, loaded, close } = await openLoading();
  assert.equal((await relay.command("identify", { seconds: 1 })).ok, true);
  await page.evaluate("new Promise((done) => setTimeout(done, 1000))"); // behind the flash's own second
  assert.equal(await loaded(), 0);
  await close();
});
