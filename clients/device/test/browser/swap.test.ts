import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { openBrowser, openPage } from "./chromium.ts";

let browser: Browser;
before(async () => void (browser = await openBrowser()));
after(() => browser.close());

const svg = (colour: string) => ({ type: "image/svg+xml", body: `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect id="r" width="8" height="8" fill="${colour}"/></svg>` });
const css = (body: string) => ({ type: "text/css", body });

/** Each place in which a page names a picture: the markup, and what then shows the new one. */
const places: [string, string, string][] = [
  ["img", `<img id=x src="/a.svg?v=2">`, "x.currentSrc"],
  ["img srcset", `<img id=x srcset="/other.svg 1x, /a.svg 2x" src="/other.svg">`, "x.srcset"],
  ["picture source", `<picture><source id=x srcset="/a.svg"><img src="/other.svg"></picture>`, "document.querySelector('img').currentSrc"],
  ["inline background", `<p id=x style="background-image: url(/other.svg), url('/a.svg')">`, "getComputedStyle(x).backgroundImage"],
  ["sheet background", `<style>#x { background: red url(a.svg) no-repeat }</style><p id=x>`, "getComputedStyle(x).backgroundImage"],
  ["border-image", `<style>@media screen { #x { border: 2px solid; border-image: url(a.svg) 1 } }</style><p id=x>`, "getComputedStyle(x).borderImageSource"],
  ["cursor", `<p id=x style="cursor: url(/a.svg), pointer">`, "getComputedStyle(x).cursor"],
  ["custom property", `<style>:root { --i: url(/a.svg) } #x { background-image: var(--i) }</style><p id=x>`, "getComputedStyle(x).backgroundImage"],
  ["constructed sheet", `<p id=x><script>{ const s = new CSSStyleSheet(); s.replaceSync("#x { background: url(/a.svg) }"); document.adoptedStyleSheets = [s] }</script>`, "getComputedStyle(x).backgroundImage"],
  ["SVG image", `<svg><image id=x href="/a.svg"/></svg>`, "x.href.baseVal"],
  ["SVG use", `<svg><use id=x href="/a.svg#r"/></svg>`, "x.href.baseVal"],
  ["favicon", `<link id=x rel="icon" href="/a.svg"><body>`, "x.href"],
  ["input", `<input id=x type=image src="/a.svg">`, "x.src"],
  ["poster", `<video id=x poster="/a.svg"></video>`, "x.poster"],
];

for (const [name, html, shown] of places) {
  test(`Image_In ${name}_IsSwapped`, async () => {
    const { relay, page, close } = await openPage(browser, html, ({ relay }) => {
      relay.files.set("/a.svg", svg("red"));
      relay.files.set("/other.svg", svg("blue"));
    });
    await relay.until("connection", () => relay.last?.packets.some((packet) => packet.cmd === "subscribe"));
    await page.waitForLoadState("load");
    assert.deepEqual((await relay.command("css", { files: ["/a.svg"] })).result, { applied: 1 });
    await page.waitForFunction(`/a\\.svg\\?(v=2&)?bridge=\\w+/.test(${shown})`);
    if (name === "SVG use") assert.match(await page.evaluate<string>(shown), /#r$/);
    if (name.includes("srcset")) assert.match(await page.evaluate<string>(shown), /^\/other\.svg 1x, .* 2x$/);
    assert.equal((await relay.command("css", { files: ["/a.svg"] })).ok, true, "once more");
    assert.equal((await relay.command("css", { files: ["/b.svg"] })).error.name, "NotFound");
    await close();
  });
}

for (const type of ["webp", "avif", "png"]) {
  test(`Image_Of type ${type}_IsSwappedOnlyOnceItLoads`, async () => {
    const { relay, page, close } = await openPage(browser, `<img id=x src="/a.${type}">`, ({ relay }) => void relay.files.set(`/a.${type}`, svg("red")));
    await relay.until("connection", () => relay.last?.packets.some((packet) => packet.cmd === "subscribe"));
    await page.waitForLoadState("load");
    relay.files.set(`/a.${type}`, { type: "text/plain", body: "broken" });
    assert.equal((await relay.command("css", { files: [`/a.${type}`] })).ok, false);
    assert.equal(await page.evaluate("x.naturalWidth"), 8, "the old one stays");
    relay.files.set(`/a.${type}`, svg("blue"));
    assert.equal((await relay.command("css", { files: [`/a.${type}`] })).ok, true);
    await close();
  });
}

test("Sheet_Alternative_IsSwappedAndStaysOff", async () => {
  const { relay, page, close } = await openPage(browser, `<link rel=stylesheet href="/a.css" title=A><link rel="alternate stylesheet" href="/b.css" title=B id=b><body><p id=p>x`, ({ relay }) => {
    relay.files.set("/a.css", css("p { color: rgb(1, 0, 0) }"));
    relay.files.set("/b.css", css("p { color: rgb(2, 0, 0) }"));
  });
  await relay.until("connection", () => relay.last?.packets.some((packet) => packet.cmd === "subscribe"));
  await page.waitForLoadState("load");
  relay.files.set("/b.css", css("p { color: rgb(3, 0, 0) }"));
  assert.equal((await relay.command("css", { files: ["/b.css"] })).ok, true);
  assert.equal(await page.evaluate("getComputedStyle(p).color"), "rgb(1, 0, 0)");
  assert.deepEqual(await page.evaluate("[b.sheet.title, b.sheet.cssRules[0].style.color]"), ["B", "rgb(3, 0, 0)"]);
  await close();
});

test("Sheet_SwitchedOff_IsNewWhenSwitchedOn", async () => {
  const { relay, page, close } = await openPage(browser, `<link rel=stylesheet href="/a.css" id=a><body><p id=p>x`, ({ relay }) => void relay.files.set("/a.css", css("p { color: rgb(1, 0, 0) }")));
  await relay.until("connection", () => relay.last?.packets.some((packet) => packet.cmd === "subscribe"));
  await page.waitForLoadState("load");
  await page.evaluate("a.disabled = true");
  relay.files.set("/a.css", css("p { color: rgb(2, 0, 0) }"));
  assert.equal((await relay.command("css", { files: ["/a.css"] })).ok, true);
  await page.evaluate("a.disabled = false");
  await page.waitForFunction("getComputedStyle(p).color === 'rgb(2, 0, 0)'");
  await close();
});

test("Sheet_OfAMedium_KeepsIt", async () => {
  const { relay, page, close } = await openPage(browser, `<link rel=stylesheet href="/a.css" media=print><body><p id=p>x`, ({ relay }) => void relay.files.set("/a.css", css("p { color: rgb(1, 0, 0) }")));
  await relay.until("connection", () => relay.last?.packets.some((packet) => packet.cmd === "subscribe"));
  await page.waitForLoadState("load");
  relay.files.set("/a.css", css("p { color: rgb(2, 0, 0) }"));
  assert.deepEqual((await relay.command("css", { files: ["/a.css"] })).result, { applied: 1 });
  assert.equal(await page.evaluate("getComputedStyle(p).color"), "rgb(0, 0, 0)");
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.evaluate("getComputedStyle(p).color"), "rgb(2, 0, 0)");
  await close();
});

test("Sheet_OfAnotherHash_TakesTheOnesPlace", async () => {
  const { relay, page, close } = await openPage(browser, `<link rel=stylesheet href="/assets/app.3f2a.css?x=1" id=a><img id=i src="/logo-Bh3x9aQ_.svg"><body><p id=p>x`, ({ relay }) => {
    relay.files.set("/assets/app.3f2a.css", css("p { color: rgb(1, 0, 0) }"));
    relay.files.set("/logo-Bh3x9aQ_.svg", svg("red"));
  });
  await relay.until("connection", () => relay.last?.packets.some((packet) => packet.cmd === "subscribe"));
  await page.waitForLoadState("load");
  relay.files.delete("/assets/app.3f2a.css");
  relay.files.delete("/logo-Bh3x9aQ_.svg");
  relay.files.set("/assets/app.9b1c.css", css("p { color: rgb(2, 0, 0) }"));
  relay.files.set("/logo-C0ffee12.svg", svg("blue"));
  const swapped = await relay.command("css", {
    files: ["/assets/app.9b1c.css", "/logo-C0ffee12.svg"], renamed: { "/assets/app.3f2a.css": "/assets/app.9b1c.css", "/logo-Bh3x9aQ_.svg": "/logo-C0ffee12.svg" },
  });
  assert.deepEqual(swapped.result, { applied: 2 });
  assert.equal(await page.evaluate("getComputedStyle(p).color"), "rgb(2, 0, 0)");
  assert.match(await page.evaluate("a.href + ' ' + i.src"), /\/assets\/app\.9b1c\.css\?bridge=\w+ .*\/logo-C0ffee12\.svg\?bridge=\w+$/);
  await close();
});

test("Sheet_NamedByATool_IsFoundByItsName", async () => {
  const { relay, page, close } = await openPage(browser, `<link rel=stylesheet href="/assets/style.css?v=3" id=a><body><p id=p>x`, ({ relay }) => void relay.files.set("/assets/style.css?v=3", css("p { color: rgb(1, 0, 0) }")));
  await relay.until("connection", () => relay.last?.packets.some((packet) => packet.cmd === "subscribe"));
  await page.waitForLoadState("load");
  assert.equal((await relay.command("css", { files: ["/src/css/style.css"] })).error.name, "NotFound");
  relay.files.set("/assets/style.css", css("p { color: rgb(2, 0, 0) }"));
  assert.deepEqual((await relay.command("css", { files: ["/src/css/style.css"], near: true })).result, { applied: 1 });
  assert.match(await page.evaluate("a.href"), /\/assets\/style\.css\?v=3&bridge=\w+$/);
  await close();
});

test("Sheet_OfAnotherOrigin_IsLeftAsItIs", async () => {
  const { relay, page, close } = await openPage(browser, `<body><p id=p>x`, ({ relay }) => void relay.files.set("/a.css", css("p { color: rgb(1, 0, 0) }")));
  await relay.until("connection", () => relay.last?.packets.some((packet) => packet.cmd === "subscribe"));
  await page.evaluate((port) => new Promise((done) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: `http://localhost:${port}/a.css`, onload: done });
    document.head.append(link);
  }), relay.port);
  assert.equal((await relay.command("css", { files: ["/a.css"] })).error.name, "NotFound");
  await close();
});

/** A page with a sheet whose next version the server holds back until it is let go. */
async function openHeld(prepare: (relay: any) => void = () => {}) {
  const bench = await openPage(browser, `<link rel=stylesheet href="/css/a.css" id=a><body><p id=p>x`, ({ relay }) => {
    relay.files.set("/css/a.css", css("p { color: rgb(1, 0, 0); width: 10px } p { height: 5px }"));
    prepare(relay);
  });
  await bench.relay.until("connection", () => bench.relay.last?.packets.some((packet) => packet.cmd === "subscribe"));
  await bench.page.waitForLoadState("load");
  const shown = (property: string) => bench.page.evaluate<string>(`getComputedStyle(p).${property}`);
  let [letGo, ask] = [() => {}, () => {}];
  const held = new Promise<void>((done) => (letGo = done));
  const asked = new Promise<void>((done) => (ask = done));
  await bench.page.route("**/a.css?bridge=*", async (route) => {
    ask();
    await held;
    await route.continue().catch(() => {}); // The page may be gone by now.
  });
  const swap = (text: string) => {
    bench.relay.files.set("/css/a.css", css(text));
    return bench.relay.command("css", { files: ["/css/a.css"], build: "b2", text });
  };
  return { ...bench, shown, swap, asked, letGo };
}

test("Sheet_WithItsText_IsShownBeforeItHasLoaded", async () => {
  const { page, shown, swap, asked, letGo, close } = await openHeld();
  const reply = swap("p { color: rgb(2, 0, 0); background: url(x.svg) } @media screen { p { width: 20px } }");
  await asked;
  await page.waitForFunction("getComputedStyle(p).color === 'rgb(2, 0, 0)'");
  assert.equal(await shown("width"), "20px");
  assert.notEqual(await shown("height"), "5px", "nothing of the old one is left");
  assert.match(await shown("backgroundImage"), /\/css\/x\.svg/, "by the sheet's own address");
  letGo();
  assert.deepEqual((await reply).result, { applied: 1 });
  assert.equal(await shown("color"), "rgb(2, 0, 0)");
  assert.match(await page.evaluate<string>("document.querySelector('link').href"), /a\.css\?bridge=/, "the file itself follows");
  await close();
});

for (const [why, text, prepare] of [
  ["setsPartOfAVariable", "p { border: var(--b); border-width: 2px; color: rgb(2, 0, 0) }", undefined],
  ["hasAFont", "@font-face { font-family: f; src: url(f.woff2) } p { color: rgb(2, 0, 0) }", undefined],
  ["importsAnother", "@import '/b.css'; p { color: rgb(2, 0, 0) }", undefined],
  ["isOfAPageWithoutABuild", "p { color: rgb(2, 0, 0) }", (relay: any) => { const home = relay.files.get("/"); home.body = home.body.replace(' data-build="b1"', ""); }],
] as const) {
  test(`Sheet_That_${why}_IsShownOnceItHasLoaded`, async () => {
    const { shown, swap, asked, letGo, close } = await openHeld((relay) => {
      relay.files.set("/b.css", css(""));
      prepare?.(relay);
    });
    const reply = swap(text);
    await asked;
    assert.equal(await shown("color"), "rgb(1, 0, 0)");
    letGo();
    assert.equal((await reply).ok, true);
    assert.equal(await shown("color"), "rgb(2, 0, 0)");
    await close();
  });
}

test("Sheet_SavedAgainWhileItLoads_IsThereOnceAndTheLast", async () => {
  const { page, shown, swap, asked, letGo, close } = await openHeld();
  const first = swap("p { color: rgb(2, 0, 0) }");
  await asked;
  const second = swap("p { color: rgb(3, 0, 0) }");
  letGo();
  assert.deepEqual([(await first).result, (await second).result], [{ applied: 1 }, { applied: 1 }]);
  assert.equal(await shown("color"), "rgb(3, 0, 0)");
  assert.equal(await page.evaluate("document.querySelectorAll('link').length"), 1);
  await close();
});

test("Sheet_WithItsTextSwitchedOff_StaysOff", async () => {
  const { page, shown, swap, asked, letGo, close } = await openHeld();
  await page.evaluate("a.sheet.disabled = true");
  const reply = swap("p { color: rgb(2, 0, 0) }");
  await Promise.race([asked, reply]);
  assert.equal(await shown("color"), "rgb(0, 0, 0)");
  letGo();
  assert.equal((await reply).ok, true);
  await close();
});

test("Sheet_ThatTakesTooLong_DoesNotReplaceTheOneOfALaterSave", async () => {
  const { relay, page, close } = await openPage(browser, `<link rel=stylesheet href="/a.css"><body><p id=p>x`, ({ relay }) => {
    relay.files.set("/a.css", css("p { color: rgb(1, 0, 0) }"));
    const home = relay.files.get("/")!;
    // The five seconds for which a save waits for the one before are over at once.
    home.body = home.body.replace("<head>", "<head><script>const later = setTimeout; setTimeout = (run, ms) => later(run, ms === 5000 ? 0 : ms)</script>");
  });
  await relay.until("connection", () => relay.last?.packets.some((packet) => packet.cmd === "subscribe"));
  let [letGo, ask] = [() => {}, () => {}];
  const held = new Promise<void>((done) => (letGo = done));
  const asked = new Promise<void>((done) => (ask = done));
  await page.route("**/a.css?bridge=*", async (route) => {
    ask();
    await held;
    await route.fulfill({ contentType: "text/css", body: "p { color: rgb(2, 0, 0) }" });
  }, { times: 1 });
  const first = relay.command("css", { files: ["/a.css"] });
  await asked;
  relay.files.set("/a.css", css("p { color: rgb(3, 0, 0) }"));
  assert.deepEqual((await relay.command("css", { files: ["/a.css"] })).result, { applied: 1 });
  letGo();
  assert.equal((await first).ok, true);
  assert.deepEqual(await page.evaluate("[getComputedStyle(p).color, document.querySelectorAll('link').length]"), ["rgb(3, 0, 0)", 1]);
  await close();
});
