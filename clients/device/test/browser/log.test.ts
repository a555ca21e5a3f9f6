import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import type { TestRelay } from "../relay/testRelay.ts";
import { openBrowser, openPage } from "./chromium.ts";

let browser: Browser;
before(async () => void (browser = await openBrowser()));
after(() => browser.close());

/** Which ones have connected; one whose first try took too long did so twice. */
const pages = (relay: TestRelay) => new Set(relay.connections.flatMap(({ connect }) => connect?.properties.userProperties.page ?? []));

const shown = (entry: any) => entry.args.map((arg: any) => arg.value ?? arg.text ?? arg.type);

test("Page_Opens_ConnectsAndTellsStatus", async () => {
  const { relay, close } = await openPage(browser, "<title>Hello</title><p>hi");
  const status = (await relay.until("status", () => relay.received.find((one) => one.feed === "status" && one.payload.title === "Hello" && one.payload.rtt))).payload;
  assert.equal(status.url, relay.url + "/");
  assert.deepEqual([status.transport, status.visibility, status.secure, status.dropped], ["ws", "visible", true, 0]);
  assert.equal(relay.last!.connect.properties.userProperties.page, status.page);
  await close();
});

test("ConsoleLog_OfAPage_ArrivesWithItsCallSite", async () => {
  const { relay, close } = await openPage(browser, `<script>\nfunction f() { console.log("hello", 1, {a: [1, {b: 2}]}) }\nf()</script>`);
  const [entry] = await relay.until("log", () => relay.logs().length > 0 && relay.logs());
  assert.equal(entry.args[0].value, "hello");
  assert.equal(entry.args[2].entries[0].value.items[0].value, 1);
  assert.deepEqual(entry.site, { url: relay.url + "/", line: 2, column: 24, function: "f" });
  await close();
});

test("ConsoleLog_OfBrowserValues_IsReadable", async () => {
  const { relay, page, close } = await openPage(browser, `<body><form id=f class="a b"><input name=attributes><input name=nodeName></form>`);
  await page.evaluate(`
    class Card extends HTMLElement { get innerText() { throw new Error("asked") } }
    customElements.define("x-card", Card);
    console.log(document.getElementById("f"), document, document.createTextNode("t\\"x"), document.createElement("x-card"), new DOMException("gone", "AbortError"), window, location, navigator)`);
  const [entry] = await relay.until("log", () => relay.logs().length > 0 && relay.logs());
  assert.deepEqual(entry.args.map((arg: any) => arg.type), ["node", "node", "node", "node", "error", "object", "object", "object"]);
  assert.deepEqual(entry.args.slice(0, 4).map((arg: any) => arg.text), ['<form id="f" class="a b">', "#document", '#text "t\\"x"', "<x-card>"]);
  assert.deepEqual(entry.args.map((arg: any) => arg.name), ["HTMLFormElement", "HTMLDocument", "Text", "Card", "DOMException", "Window", "Location", "Navigator"]);
  await close();
});

test("ErrorsAndRejections_Uncaught_ArriveWithTheirPlace", async () => {
  const { relay, close } = await openPage(browser, `<script>
setTimeout(function late() { throw new TypeError("thrown") });
setTimeout(() => { throw {odd: 1} });
Promise.reject(new RangeError("rejected"));
Promise.reject("just text");
dispatchEvent(new Event("error"));
</script>`);
  const entries = await relay.until("four errors", () => relay.logs().length >= 4 && relay.logs());
  const by = (look: (arg: any) => boolean) => entries.find((entry: any) => look(entry.args[0]));
  const thrown = by((arg) => arg.message === "thrown");
  assert.deepEqual([thrown.method, thrown.level, thrown.site.line, thrown.site.column, thrown.args[0].name], ["uncaught", "error", 2, 36, "TypeError"]);
  assert.match(thrown.stack, /late/);
  assert.equal(by((arg) => arg.type === "object").method, "uncaught");
  const rejected = by((arg) => arg.message === "rejected");
  assert.deepEqual([rejected.method, rejected.site.line], ["rejection", 4]);
  assert.equal(by((arg) => arg.value === "just text").method, "rejection");
  assert.equal(relay.logs().length, 4);
  await close();
});

test("ConsoleLog_SameInALoop_IsOneEntryWithACount", async () => {
  const { relay, close } = await openPage(browser, `<script>for (let i = 0; i < 500; i++) console.log("again"); console.log("done")</script>`);
  const entries = await relay.until("done", () => relay.logs().some((entry) => shown(entry)[0] === "done") && relay.logs());
  assert.deepEqual(entries.map((entry: any) => entry.repeat ?? 1), [500, 1]);
  await close();
});

test("ConsoleLog_ThousandsOfLines_AllArriveInOrder", async () => {
  const { relay, page, close } = await openPage(browser, "");
  // A thousand on the way at most: of what the relay hasn't acknowledged a page keeps two thousand, however slow we are here.
  for (let from = 0; from < 5000; from += 1000) {
    await page.evaluate(`(async () => { for (let i = ${from}; i < ${from + 1000}; i++) { console.log(i); if (i % 50 === 0) await new Promise(requestAnimationFrame) } })()`);
    await relay.until("the last", () => relay.logs().some((entry) => entry.args[0].value === from + 999));
  }
  assert.deepEqual(relay.logs().map((entry) => entry.args[0].value), Array.from({ length: 5000 }, (_, i) => i));
  await close();
});

test("Page_InAFrameOfItsOrigin_HandsItsLinesToTheTopPage", async () => {
  const inner = `<script src="/_bridge/bridge.js"></script><script>\nconsole.log("inner", { a: new Error("e") }); Promise.reject(new TypeError("lost"))</script><iframe src="/innermost"></iframe>`;
  const { relay, page, close } = await openPage(browser, "<iframe src=/inner></iframe>", ({ relay }) => {
    relay.files.set("/inner", { type: "text/html", body: inner });
    relay.files.set("/innermost", { type: "text/html", body: `<script src="/_bridge/bridge.js"></script><script>console.warn("innermost"); undefinedName()</script>` });
  });
  await relay.until("the frames' lines", () => relay.logs().length >= 4);
  await page.evaluate("console.log('outer')");
  const logs = await relay.until("the page's", () => relay.logs().some((entry) => shown(entry)[0] === "outer") && relay.logs());
  assert.deepEqual(logs.map((entry: any) => [entry.method, shown(entry)[0]]).sort(), [["log", "inner"], ["log", "outer"], ["rejection", "error"], ["uncaught", "error"], ["warn", "innermost"]]);
  const line = logs.find((entry: any) => shown(entry)[0] === "inner");
  assert.deepEqual(line.site, { url: relay.url + "/inner", line: 2, column: 9 });
  assert.equal(line.args[1].entries[0].value.type, "error");
  assert.equal(pages(relay).size, 1);
  await close();
});

test("Page_InAFrameOfAnotherOrigin_StaysQuiet", async () => {
  const { relay, page, close } = await openPage(browser, "", ({ relay }) =>
    relay.files.set("/inner", { type: "text/html", body: `<script src="/_bridge/bridge.js"></script><script>console.log("inner")</script>` }));
  await page.evaluate((port) => new Promise((done) => document.body.append(Object.assign(document.createElement("iframe"), { src: `http://localhost:${port}/inner`, onload: done }))), relay.port);
  await page.evaluate("console.log('outer')");
  await relay.until("outer", () => relay.logs().length);
  assert.deepEqual(relay.logs().map(shown), [["outer"]]);
  assert.equal(pages(relay).size, 1);
  await close();
});

test("Page_CallsWhatFramesCall_BreaksNothing", async () => {
  const { relay, page, close } = await openPage(browser, "");
  await page.evaluate(`for (const text of ["", "{", "{}", "null", '{"level":"log","method":"log","args":"["}', '{"level":"a b","method":"log","args":"[]"}']) window[Symbol.for("bridge")](text)`);
  await page.evaluate("console.log('fine')");
  await relay.until("log", () => relay.logs().length);
  assert.deepEqual(relay.logs().map(shown), [["fine"]]);
  await close();
});

test("Page_WithTheScriptTwice_ConnectsOnce", async () => {
  const { relay, page, close } = await openPage(browser, `<script src="/_bridge/bridge.js"></script>`);
  await page.evaluate("console.log('once')");
  await relay.until("log", () => relay.logs().length);
  assert.equal(relay.logs().length, 1);
  assert.equal(await page.evaluate("Object.keys(window).filter(key => /bridge/i.test(key)).length"), 0);
  await close();
});

test("Page_NavigatedWithinItself_TellsItsAddressAndTitle", async () => {
  const { relay, page, close } = await openPage(browser, "<title>one</title><img name=title>");
  await relay.until("status", () => relay.received.some((one) => one.feed === "status"));
  await page.evaluate("history.pushState(0, '', '/two'); document.querySelector('title').textContent = 'two'");
  await relay.until("address and title", () => relay.received.some((one) => one.feed === "status" && one.payload.url.endsWith("/two") && one.payload.title === "two"));
  await close();
});
