import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { openBrowser, openPage } from "./chromium.ts";

let browser: Browser;
before(async () => void (browser = await openBrowser()));
after(() => browser.close());

test("Page_LeftWithUnacknowledgedLines_FlushesThemAndTheNextPageSendsThemAgain", async () => {
  const { relay, page, close } = await openPage(browser, "", ({ relay }) => void (relay.acknowledge = false));
  const first = (await relay.until("connect", () => relay.last?.connect)).properties.userProperties.page;
  await page.evaluate("console.log('one'); console.log('two')");
  await relay.until("sent", () => relay.logs().length);
  relay.acknowledge = true;
  await page.goto(relay.url + "/?next");
  const flushed = await relay.until("flush", () => relay.ingested.length > 0 && relay.ingested);
  assert.deepEqual(flushed.map((one: any) => [one.feed, one.batch.page, one.batch.seq, one.batch.items.map((item: any) => item.args[0].value)]), [["log", first, 0, ["one", "two"]]]);
  const again = await relay.until("sent again", () => relay.received.filter((one) => one.feed === "log" && one.payload.page === first)[1]);
  assert.deepEqual([again.payload.seq, again.payload.items.length], [0, 2]);
  await page.waitForFunction("!Object.keys({ ...sessionStorage, ...localStorage }).length");
  await close();
});

test("Page_Crashed_ItsLinesComeWithTheNextPageOfTheTab", async () => {
  const { relay, page, context, close } = await openPage(browser, "", ({ relay }) => void (relay.allowWebSocket = false));
  await page.evaluate("for (let i = 0; i < 20; i++) console.log('unsent', i)");
  await page.waitForFunction("Object.values(sessionStorage).join().split('unsent').length > 20"); // stored in a few pieces, where it takes long
  const cdp = await context.newCDPSession(page);
  const crashed = new Promise((done) => page.once("crash", done));
  cdp.send("Page.crash").catch(() => {});
  await crashed;
  relay.allowWebSocket = true;
  await cdp.send("Page.navigate", { url: relay.url }); // the same tab, with a new renderer
  const entries = await relay.until("the lines", () => relay.logs().length === 20 && relay.logs());
  assert.deepEqual(entries.map((entry: any) => entry.args[1].value), Array.from({ length: 20 }, (_, i) => i));
  await close();
});

test("Page_CrashedInTheTaskThatLogged_ItsLinesComeWithTheNextPageOfTheTab", async () => {
  const { relay, page, context, close } = await openPage(browser, "", ({ relay }) => {
    relay.allowWebSocket = false;
    // Storing takes no time here: where a machine is too busy for it, the script puts it off.
    const home = relay.files.get("/")!;
    home.body = home.body.replace("<head>", "<head><script>performance.now = () => 1</script>");
  });
  await relay.until("what comes after the storage's first use", () => relay.requests.some((request) => request.includes("mqtt-http")));
  const cdp = await context.newCDPSession(page);
  const crashed = new Promise((done) => page.once("crash", done));
  const logged = page.waitForEvent("console", (message) => message.text() === "last words");
  page.evaluate("console.log('before'); setTimeout(() => { console.log('last words'); for (;;); })").catch(() => {}); // the page is gone by then
  await logged;
  cdp.send("Page.crash").catch(() => {}); // so is the target
  await crashed;
  relay.allowWebSocket = true;
  await cdp.send("Page.navigate", { url: relay.url });
  await relay.until("the lines", () => relay.logs().length === 2);
  assert.deepEqual(relay.logs().map((entry: any) => entry.args[0].value), ["before", "last words"]);
  await close();
});

test("Tab_ClosedForGoodWhileTheRelayIsAway_ItsLinesComeWithAnotherTab", async () => {
  const { relay, page, context, close } = await openPage(browser, "", ({ relay }) => void (relay.allowWebSocket = false));
  await page.waitForLoadState();
  await page.evaluate("for (let i = 0; i < 200; i++) console.log('of the first', i)");
  const closed = page.waitForEvent("close"); // for good: while it goes it may still connect, and send them itself
  await page.close({ runBeforeUnload: true });
  await closed;
  relay.allowWebSocket = true;
  const other = await context.newPage();
  await other.goto(relay.url);
  const entries = await relay.until("the lines", () => relay.logs().length >= 200 && relay.logs());
  assert.deepEqual(entries.map((entry: any) => entry.args[1].value), Array.from({ length: 200 }, (_, i) => i));
  await other.waitForFunction("!Object.keys({ ...sessionStorage, ...localStorage }).length");
  await close();
});

test("Page_LeftWhileItLoads_LosesNoLineOfItsOwnOrOfThePageBefore", async () => {
  const { relay, page, close } = await openPage(browser, "", ({ relay }) => {
    relay.acknowledge = false;
    const head = `<!doctype html><head><script src="/_bridge/bridge.js"></script>`;
    relay.files.set("/quick", { type: "text/html", body: `${head}<script>console.log("quick"); location.replace("/last")</script>` });
    relay.files.set("/last", { type: "text/html", body: `${head}<script>console.log("last")</script>` });
  });
  await page.evaluate("console.log('first')");
  await relay.until("sent", () => relay.logs().length);
  await page.goto(relay.url + "/quick").catch(() => {}); // it goes on by itself
  await page.waitForURL("**/last");
  // Of the last page's connection: a page that takes its time to go has one of its own.
  const lines = () => relay.received.filter((one) => one.feed === "log" && one.connection === relay.last).map(({ payload }) => [payload.seq, payload.items[0].args[0].value]);
  await relay.until("all", () => lines().some(([, value]) => value === "last"));
  assert.deepEqual(lines(), [[0, "first"], [0, "quick"], [0, "last"]]);
  const flushed = () => relay.ingested.map((one) => one.batch.items[0].args[0].value);
  await relay.until("flush", () => flushed().includes("first") && flushed().includes("quick"));
  await close();
});

test("Page_Frozen_FlushesAndTells", async () => {
  const { relay, page, close } = await openPage(browser, "");
  await relay.until("connection", () => relay.last?.packets.some((packet) => packet.cmd === "subscribe"));
  relay.acknowledge = false;
  await page.evaluate("console.log('kept')");
  await relay.until("sent", () => relay.logs().length);
  // Headless pages count as visible, and a visible page can't be frozen over CDP: the event stands for it.
  await page.evaluate("document.dispatchEvent(new Event('freeze'))");
  await relay.until("flush", () => relay.ingested.some((one) => one.batch.items[0].args[0].value === "kept"));
  await relay.until("status", () => relay.received.some((one) => one.feed === "status" && one.payload.visibility === "frozen"));
  await page.evaluate("document.dispatchEvent(new Event('resume'))");
  relay.acknowledge = true;
  await page.evaluate("console.log('awake')");
  await relay.until("awake", () => relay.logs().some((entry) => entry.args[0].value === "awake"));
  await close();
});

test("Page_Left_SaysGoodbyeAndEndsItsSession", async () => {
  const { relay, page, close } = await openPage(browser, "", ({ relay }) => void relay.files.set("/plain", { type: "text/html", body: "plain" }));
  await relay.until("connection", () => relay.last?.packets.some((packet) => packet.cmd === "subscribe"));
  const first = relay.last;
  await page.goto(relay.url + "/plain"); // In the same process: one that is left is ended half a second later, whatever it still has to say.
  const bye: any = await relay.until("DISCONNECT", () => first!.packets.find((packet) => packet.cmd === "disconnect"));
  assert.ok([0, 600].includes(bye.properties.sessionExpiryInterval));
  await close();
});

test("WebSocket_Blocked_PageIsUpOverHttp", async () => {
  const { createHttpEnd } = await import("../relay/httpEnd.ts");
  const { relay, page, close } = await openPage(browser, "<title>http</title>", ({ relay }) => {
    relay.allowWebSocket = false;
    relay.onHttp = createHttpEnd(relay);
  });
  await page.evaluate("console.log('over http')");
  await relay.until("log", () => relay.logs().length);
  const status = await relay.until("status", () => relay.received.find((one) => one.feed === "status"));
  assert.equal(status.payload.transport, "http");
  assert.equal((await relay.command("eval", { code: "20 + 3" })).value.value, 23);
  for (let i = 0; i < 30; i++) await page.evaluate((n) => console.log("more", n), i);
  await relay.until("all", () => relay.logs().length === 31);
  assert.deepEqual(relay.logs().slice(1).map((entry) => entry.args[1].value), Array.from({ length: 30 }, (_, i) => i));
  await close();
});
