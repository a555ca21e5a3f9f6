import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { openBrowser, openPage } from "./chromium.ts";
import type { Bench } from "./chromium.ts";

let browser: Browser;
before(async () => void (browser = await openBrowser()));
after(() => browser.close());

const open = async (html: string, prepare?: (bench: Bench) => unknown) => {
  const bench = await openPage(browser, html, prepare);
  await bench.relay.until("connection", () => bench.relay.last?.packets.some((packet) => packet.cmd === "subscribe"));
  return bench;
};

test("Eval_AwaitAndDeclarations_PersistBetweenLines", async () => {
  const { relay, page, close } = await open("");
  assert.equal((await relay.command("eval", { code: "const a = await Promise.resolve(20), {b, c: [d]} = {b: 1, c: [2]}; a" })).value.value, 20);
  assert.equal((await relay.command("eval", { code: "a + b + d" })).value.value, 23);
  assert.equal((await relay.command("eval", { code: "const name = {x: 5}; name.x" })).value.value, 5);
  assert.equal(await page.evaluate("window.name"), "");
  assert.equal((await relay.command("eval", { code: "document.title = 'set'; location.pathname" })).value.value, "/");
  assert.equal(await page.title(), "set");
  await close();
});

test("Eval_ThatFails_RepliesWithTheError", async () => {
  const { relay, close } = await open("<script>const pageConst = 3</script>");
  const thrown = await relay.command("eval", { code: "function deep() { throw new TypeError('no') }\ndeep()" });
  assert.deepEqual([thrown.ok, thrown.error.name, thrown.error.message], [false, "TypeError", "no"]);
  assert.match(thrown.error.stack, /deep.*bridge-eval/);
  assert.equal((await relay.command("eval", { code: "throw 'text'" })).error.value, "text");
  assert.equal((await relay.command("eval", { code: "const = 1" })).error.name, "SyntaxError");
  assert.equal((await relay.command("eval", { code: "new Promise(() => {})" })).value.type, "promise");
  assert.equal((await relay.command("eval", { code: "await new Promise(() => {})", timeoutMs: 100 })).error.name, "TimeoutError");
  assert.equal((await relay.command("eval", { code: "pageConst" })).value.value, 3, "the page's own const is seen");
  assert.equal((await relay.command("fly", {})).error.name, "UnknownCommand");
  await close();
});

test("Command_WithCorrelation_IsAnsweredOnceWithIt", async () => {
  const { relay, page, close } = await open("<script>window.count = 0</script>");
  const correlation = Buffer.from([1, 2, 3]);
  await relay.command("eval", { code: "++count" }, correlation);
  assert.deepEqual([...relay.received.find((one) => one.feed === "reply")!.correlation!], [1, 2, 3]);
  relay.publish("bridge/v1/main/all/down/eval", { id: "c1", code: "++count" }, correlation);
  assert.equal((await relay.command("eval", { code: "count" })).value.value, 1, "a second delivery is not carried out");
  relay.publish("bridge/v1/main/all/down/eval", { code: "count = 10" });
  await page.waitForFunction("count === 10");
  await close();
});

test("Reload_OnCommand_KeepsScroll", async () => {
  const { relay, page, close } = await open("<body style='height:5000px'>");
  assert.deepEqual((await relay.command("reload", { build: "b1" })).result, { reloaded: false });
  await page.evaluate("scrollTo(0, 1234)");
  const first = relay.last!.connect.properties.userProperties.page;
  assert.deepEqual((await relay.command("reload", { build: "b2" })).result, { reloaded: true });
  await relay.until("next page", () => relay.last!.connect && relay.last!.connect.properties.userProperties.page !== first);
  await page.waitForFunction("scrollY === 1234");
  await close();
});

test("Reload_AskedBehindASwapThatOvertookIt_IsAboutThePageThatConnected", async () => {
  const { relay, page, close } = await open('<link rel="stylesheet" href="/a.css">', ({ relay }) => void relay.files.set("/a.css", { type: "text/css", body: "" }));
  assert.equal((await relay.command("css", { files: ["/a.css"], build: "b2" })).ok, true);
  assert.deepEqual((await relay.command("reload", { build: "b1" })).result, { reloaded: false }, "it connected with that");
  assert.deepEqual((await relay.command("reload", { build: "b2" })).result, { reloaded: false }, "it shows that now");
  const first = relay.last!.connect.properties.userProperties.page;
  assert.deepEqual((await relay.command("reload", { build: "b0" })).result, { reloaded: true }, "it was another before the swap");
  await relay.until("next page", () => relay.last!.connect && relay.last!.connect.properties.userProperties.page !== first);
  await page.waitForLoadState();
  await close();
});

test("Navigate_HttpOnly_GoesThere", async () => {
  const { relay, page, close } = await open("", ({ relay }) => void relay.files.set("/other", { type: "text/html", body: "<title>other</title>" }));
  for (const url of ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"]) assert.equal((await relay.command("navigate", { url })).error.name, "NotAllowed");
  assert.equal((await relay.command("navigate", { url: "/other" })).ok, true);
  await page.waitForURL("**/other");
  await close();
});

test("Identify_OnCommand_ShowsTheLabelInItsColourAndGoesAway", async () => {
  const { relay, page, close } = await open("<body>page");
  await page.waitForLoadState();
  // Looked at as soon as it is there: it doesn't wait for who looks from outside.
  await page.evaluate(`new MutationObserver(() => {
    const overlay = document.querySelector("bridge-overlay"), box = overlay?.getBoundingClientRect();
    if (box) window.shown ??= { size: [box.width, box.height], open: !!overlay.shadowRoot };
  }).observe(document, { childList: true, subtree: true })`);
  assert.equal((await relay.command("identify", { seconds: 1 })).ok, true);
  assert.deepEqual(await (await page.waitForFunction("window.shown")).jsonValue(), { size: [1280, 720], open: false });
  await page.waitForSelector("bridge-overlay", { state: "detached" });
  await close();
});

const colourOf = (selector: string) => `getComputedStyle(document.querySelector('${selector}')).color`;
const css = (body: string) => ({ type: "text/css", body });

test("Css_Linked_IsSwappedWithoutAFlashAndKeepsThePagesState", async () => {
  const { relay, page, close } = await open(`<link rel=stylesheet href="/style.css?v=1" id=l><body><p>text</p>`, ({ relay }) => void relay.files.set("/style.css", css("p { color: rgb(1, 0, 0) }")));
  await page.evaluate(`window.state = 1; window.seen = new Set(); (function look() { seen.add(${colourOf("p")}); requestAnimationFrame(look) })()`);
  relay.files.set("/style.css", css("p { color: rgb(2, 0, 0) }"));
  assert.deepEqual((await relay.command("css", { files: ["/style.css"] })).result, { applied: 1 });
  await page.waitForFunction(`${colourOf("p")} === 'rgb(2, 0, 0)'`);
  assert.deepEqual(await page.evaluate("[...seen].filter(colour => !/rgb\\([12], 0, 0\\)/.test(colour))"), []);
  assert.deepEqual(await page.evaluate("[state, document.querySelectorAll('link').length]"), [1, 1]);
  relay.files.set("/style.css", css("p { color: rgb(3, 0, 0) }"));
  assert.deepEqual((await relay.command("css", { files: ["/style.css"] })).result, { applied: 1 });
  await page.waitForFunction(`${colourOf("p")} === 'rgb(3, 0, 0)'`);
  await close();
});

test("Css_ImportedAndInShadowRoots_IsSwapped", async () => {
  const { relay, page, close } = await open(`<link rel=stylesheet href="/main.css"><style>@import "/inline.css";</style><body><p>a</p><i>b</i><x-host></x-host>
    <script>customElements.define("x-host", class extends HTMLElement { connectedCallback() { this.attachShadow({mode: "open"}).innerHTML = '<link rel=stylesheet href="/shadow.css"><b>c</b>' } })</script>`, ({ relay }) => {
    relay.files.set("/main.css", css('@import url("deep/part.css") screen;'));
    relay.files.set("/deep/part.css", css("p { color: rgb(1, 0, 0) }"));
    relay.files.set("/inline.css", css("i { color: rgb(1, 0, 0) }"));
    relay.files.set("/shadow.css", css("b { color: rgb(1, 0, 0) }"));
  });
  await page.waitForFunction(`${colourOf("p")} === 'rgb(1, 0, 0)'`);
  for (const [file, tag] of [["/deep/part.css", "p"], ["/inline.css", "i"], ["/shadow.css", "b"]] as const) {
    relay.files.set(file, css(`${tag} { color: rgb(2, 0, 0) }`));
    assert.deepEqual((await relay.command("css", { files: [file] })).result, { applied: 1 }, file);
  }
  assert.equal(await page.evaluate(colourOf("p")), "rgb(2, 0, 0)");
  assert.equal(await page.evaluate(colourOf("i")), "rgb(2, 0, 0)");
  assert.equal(await page.evaluate("getComputedStyle(document.querySelector('x-host').shadowRoot.querySelector('b')).color"), "rgb(2, 0, 0)");
  relay.files.set("/deep/part.css", css("p { color: rgb(3, 0, 0) }"));
  assert.deepEqual((await relay.command("css", { files: ["/deep/part.css"] })).result, { applied: 1 });
  assert.equal(await page.evaluate(colourOf("p")), "rgb(3, 0, 0)");
  await close();
});

const svg = (colour: string) => ({ type: "image/svg+xml", body: `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8" fill="${colour}"/></svg>` });

test("Css_Images_AreSwapped", async () => {
  const { relay, page, close } = await open(`<link rel=stylesheet href="/style.css"><body><img src="/a.svg"><p style="background-image:url(/a.svg)">x</p><div>`, ({ relay }) => {
    relay.files.set("/a.svg", svg("red"));
    relay.files.set("/style.css", css("div { background: url(a.svg) }"));
  });
  await page.waitForLoadState("load");
  assert.deepEqual((await relay.command("css", { files: ["/a.svg"] })).result, { applied: 3 });
  assert.match(await page.evaluate("document.querySelector('img').src"), /a\.svg\?bridge=/);
  assert.match(await page.evaluate("getComputedStyle(document.querySelector('div')).backgroundImage"), /a\.svg\?bridge=/);
  await close();
});

test("Css_UnusedOrMissing_SaysSo", async () => {
  const { relay, page, close } = await open(`<link rel=stylesheet href="/style.css"><body><p>x`, ({ relay }) => void relay.files.set("/style.css", css("p { color: rgb(1, 0, 0) }")));
  assert.equal((await relay.command("css", { files: ["/other.css"] })).error.name, "NotFound");
  relay.files.set("/style.css", { ...css(""), status: 500 });
  const reply = await relay.command("css", { files: ["/style.css"] });
  assert.deepEqual([reply.ok, reply.error.type], [false, "error"]);
  assert.match(reply.error.message, /Could not load .*style\.css/);
  assert.equal(await page.evaluate(colourOf("p")), "rgb(1, 0, 0)", "the old one stays");
  await close();
});
