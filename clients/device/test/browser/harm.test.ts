import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { createHttpEnd } from "../relay/httpEnd.ts";
import type { TestRelay } from "../relay/testRelay.ts";
import { openBrowser, openPage } from "./chromium.ts";

// What other remote consoles do to a page; the script must not.

let browser: Browser;
before(async () => void (browser = await openBrowser()));
after(() => browser.close());

test("Relay_Dies_ConsoleAndPageGoOn", async () => {
  const { relay, page, context, close } = await openPage(browser, "<body>");
  await relay.until("connection", () => relay.last?.packets.some((packet) => packet.cmd === "subscribe"));
  await relay.kill();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  const lines: string[] = [];
  page.on("console", (message) => lines.push(message.text()));
  await page.evaluate("for (let i = 0; i < 3000; i++) console.log('line', i, {i})");
  assert.equal(await page.evaluate("document.title = 'alive'"), "alive");
  assert.deepEqual(errors, []);
  assert.equal(lines.filter((line) => line.startsWith("line")).length, 3000);
  await context.close();
  void close;
});

test("Relay_Back_PageCatchesUpByItselfWithoutAReload", async () => {
  const { relay, page, close } = await openPage(browser, "");
  await relay.until("connection", () => relay.last?.packets.some((packet) => packet.cmd === "subscribe"));
  await page.evaluate("window.state = 7; console.log('before')");
  await relay.until("before", () => relay.logs().length);
  await relay.command("reload", { build: "b1" }); // behind the line's acknowledgement: the page has that, too
  const { length: first } = relay.connections;
  relay.acknowledge = false;
  await page.evaluate("console.log('unacknowledged')");
  await relay.until("unacknowledged", () => relay.logs().length === 2);
  relay.allowWebSocket = false;
  for (const connection of relay.connections) connection.stream.destroy();
  await relay.until("it knows, and has tried both ways", () => relay.requests.some((request) => request.includes("mqtt-http")));
  relay.acknowledge = true;
  await page.evaluate("console.log('while away')");
  relay.allowWebSocket = true;
  await relay.until("all", () => relay.logs().some((entry) => entry.args[0].value === "while away"));
  const again = relay.received.filter((one) => one.feed === "log").map((one) => [one.payload.seq, one.payload.items[0].args[0].value, one.dup]);
  assert.deepEqual(again, [[0, "before", false], [1, "unacknowledged", false], [1, "unacknowledged", true], [2, "while away", false]]);
  assert.equal(relay.last!.connect.clientId, `d1.${first}`);
  assert.equal(relay.last!.connect.clean, false);
  assert.equal(await page.evaluate("window.state"), 7);
  await close();
});

test("HostileValues_Logged_DoNotReachThePage", async () => {
  const { relay, page, close } = await openPage(browser, "");
  const asked = await page.evaluate(`
    let asked = 0;
    const evil = { get a() { asked++; throw new Error("getter") }, toString() { asked++; throw 1 }, toJSON() { asked++; throw 2 } };
    const proxy = new Proxy({}, { ownKeys() { throw new Error("trap") }, get() { throw new Error("trap") } });
    Array.prototype.toJSON = Object.prototype.toJSON = () => { throw new Error("patched") };
    console.log(evil, proxy);
    console.log(Object.create(evil));
    asked`);
  assert.equal(asked, 0);
  const entries = await relay.until("logs", () => relay.logs().length === 2 && relay.logs());
  assert.deepEqual(entries[0].args.map((arg: any) => arg.type), ["object", "thrown"]);
  await close();
});

test("ToJson_OnAllObjects_DoesNotKeepThePageFromConnecting", async () => {
  const { relay, close } = await openPage(browser, "<script>Array.prototype.toJSON = Object.prototype.toJSON = () => { throw new Error('patched') }</script>");
  const status = await relay.until("status", () => relay.received.find((one) => one.feed === "status")?.payload);
  assert.deepEqual([status.transport, status.viewport, Object.keys(status.sensors)], ["ws", [1280, 720, 1], ["motion", "orientation"]]);
  await close();
});

test("LoggedObjects_OfAPage_AreCollected", async () => {
  // The browser's own console keeps what is logged; here its log does nothing, and what is left would be ours.
  const { relay, page, close } = await openPage(browser, "", ({ relay }) => {
    const home = relay.files.get("/")!;
    home.body = home.body.replace("<head>", "<head><script>for (const m of ['log', 'error', 'group', 'table']) console[m] = () => {}</script>");
  });
  const left = await page.evaluate(`(async () => {
    const refs = (() => {
      const objects = Array.from({ length: 50 }, (_, i) => ({ i, element: document.createElement("p"), map: new Map([[{}, i]]) }));
      for (const object of objects) { console.log(object); console.error(object); console.table([object]); console.group(object); console.groupEnd(); }
      return objects.map((object) => new WeakRef(object));
    })();
    const left = () => refs.filter((ref) => ref.deref()).length;
    for (let i = 0; i < 200 && left(); i++) { await new Promise(requestAnimationFrame); gc(); }
    return left();
  })()`);
  assert.equal(left, 0);
  assert.ok(await relay.until("logs", () => relay.logs().length >= 200));
  await close();
});

test("Page_NotPaired_GetsItsConsoleBackAndQuiet", async () => {
  const { relay, page, close } = await openPage(browser, "", ({ relay }) => void (relay.connack = { reasonCode: 0x87 } as any));
  await relay.until("connect", () => relay.last?.connect);
  await page.waitForFunction("console.log.toString() === 'function log() { [native code] }'");
  const tries = () => relay.requests.filter((request) => request.includes("mqtt")).length;
  const before = tries();
  await page.evaluate("dispatchEvent(new Event('online')); console.log('x')");
  assert.equal(tries(), before);
  assert.equal(relay.logs().length, 0);
  await close();
});

test("Page_NotPaired_ItsFramesAreNotRecordedAnyLonger", async () => {
  const { relay, page, close } = await openPage(browser, "<iframe id=inner src=/inner></iframe>", ({ relay }) => {
    relay.connack = { reasonCode: 0x87 } as any;
    relay.files.set("/inner", { type: "text/html", body: `<script src="/_bridge/bridge.js"></script>inner` });
  });
  await relay.until("connect", () => relay.last?.connect);
  await page.waitForFunction("console.log.toString() === 'function log() { [native code] }'");
  await page.waitForFunction("inner.contentDocument?.readyState === 'complete' && inner.contentDocument.body?.textContent === 'inner'");
  await page.evaluate("inner.contentWindow.console.log('from the frame')");
  assert.equal(await page.evaluate("Object.values({ ...sessionStorage }).some((text) => text.includes('from the frame'))"), false);
  await close();
});

test("Page_LeftWhileItsSocketOpens_HearsNothing", async () => {
  const { relay, page, close } = await openPage(browser, `<script>addEventListener("error", (event) => sessionStorage.setItem("heard", event.message))</script>`, ({ relay }) => {
    relay.holdWebSocket = true;
    relay.files.set("/plain", { type: "text/html", body: "plain" });
  });
  await relay.until("the socket is asked for", () => relay.requests.includes("UPGRADE /_bridge/mqtt"));
  await page.goto(relay.url + "/plain");
  assert.equal(await page.evaluate("sessionStorage.getItem('heard')"), null);
  await close();
});

test("Page_WithoutStorage_IsConnected", async () => {
  // As in an Android WebView whose app didn't ask for storage.
  const { relay, errors, close } = await openWith(`for (const name of ["sessionStorage", "localStorage"]) Object.defineProperty(window, name, { get: () => null })`);
  await relay.until("log", () => relay.logs().length);
  assert.deepEqual(errors, []);
  await close();
});

test("Page_WhoseStorageBreaks_IsConnected", async () => {
  const { relay, errors, close } = await openWith(`for (const name of ["getItem", "setItem", "removeItem", "key"]) Storage.prototype[name] = () => { throw new DOMException("corrupted") };
    Object.defineProperty(Storage.prototype, "length", { get() { throw new DOMException("corrupted") } })`);
  await relay.until("log", () => relay.logs().length);
  assert.deepEqual(errors, []);
  await close();
});

test("Page_WhoseWebSocketsThrow_IsUpOverHttp", async () => {
  const { relay, errors, close } = await openWith(`WebSocket = class { constructor() { throw new DOMException("insecure", "SecurityError") } }`, (relay) => (relay.onHttp = createHttpEnd(relay)));
  await relay.until("log", () => relay.logs().length);
  assert.deepEqual(errors, []);
  await close();
});

test("Page_ThatLacksWhatWeNeed_KeepsItsConsoleAndHearsNothing", async () => {
  const { page, errors, close } = await openWith(`Object.defineProperty(Navigator.prototype, "userAgent", { get() { throw new TypeError("none") } })`);
  await page.waitForFunction("console.log.toString() === 'function log() { [native code] }'");
  assert.deepEqual(errors, []);
  await close();
});

/** A page that ran `before` ahead of the script, with what it heard of errors; and logged a line. */
async function openWith(before: string, prepare: (relay: TestRelay) => unknown = () => {}) {
  const errors: string[] = [];
  const bench = await openPage(browser, `<script>console.log("a line")</script>`, ({ relay, page }) => {
    const home = relay.files.get("/")!;
    home.body = home.body.replace("<head>", `<head><script>${before}</script>`);
    page.on("pageerror", (error) => errors.push(String(error)));
    prepare(relay);
  });
  return { ...bench, errors };
}

test("Page_UnderAStrictPolicy_LogsAndSaysWhyItCannotEval", async () => {
  const { relay, page, close } = await openPage(browser, `<script src="/page.js"></script>`, ({ relay }) => {
    relay.files.set("/page.js", { type: "text/javascript", body: `document.addEventListener("securitypolicyviolation", e => (window.violations ??= []).push(e.violatedDirective)); console.log("strict")` });
    relay.files.get("/")!.headers = { "Content-Security-Policy": "default-src 'none'; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'" };
  });
  await relay.until("log", () => relay.logs().length);
  assert.equal((await relay.command("identify", { seconds: 60 })).ok, true);
  await page.waitForSelector("bridge-overlay", { state: "attached" });
  assert.equal(await page.evaluate("window.violations"), undefined);
  const reply = await relay.command("eval", { code: "1 + 1" });
  assert.equal(reply.ok, false);
  assert.equal(reply.error.name, "EvalError");
  assert.match(reply.error.message, /Content-Security-Policy/);
  await close();
});

for (const [policy, nonce] of [["script-src 'nonce-abc'", "abc"], ["script-src 'nonce-abc' 'strict-dynamic'", "abc"], ["script-src http://127.0.0.1:*/_bridge/bridge.js", ""]] as const) {
  test(`Page_Under ${policy}_LetsTheCommandsInAsItDoesTheScript`, async () => {
    const { relay, page, close } = await openPage(browser, `<script nonce=abc>window.violations = []; document.addEventListener("securitypolicyviolation", e => violations.push(e.violatedDirective))</script>`, ({ relay }) => {
      const home = relay.files.get("/")!;
      home.headers = { "Content-Security-Policy": policy };
      home.body = home.body.replace("<script ", `<script nonce="${nonce}" `);
    });
    await relay.until("connection", () => relay.last?.packets.some((packet) => packet.cmd === "subscribe"));
    assert.equal((await relay.command("identify", { seconds: 1 })).ok, true);
    if (nonce) assert.deepEqual(await page.evaluate("violations"), []);
    await close();
  });
}

test("Commands_ThatCouldNotBeLoaded_AreAskedForAgain", async () => {
  const { relay, close } = await openPage(browser, "", ({ relay }) => {
    relay.files.get("/_bridge/bridge.js?commands")!.status = 503;
  });
  try {
    await relay.until("the file", () => relay.requests.some((request) => request.includes("?commands=")));
    const reply = await relay.command("identify", { seconds: 1 });
    assert.deepEqual([reply.ok, reply.error.name], [false, "TypeError"]);
    assert.equal((await relay.command("reload", { build: "b1" })).ok, true, "is there without it");
  } finally {
    delete relay.files.get("/_bridge/bridge.js?commands")!.status;
  }
  assert.equal((await relay.command("identify", { seconds: 1 })).ok, true);
  await close();
});

test("Page_WithTrustedTypesAndUnsafeEval_Evaluates", async () => {
  const { relay, close } = await openPage(browser, "", ({ relay }) => {
    relay.files.get("/")!.headers = { "Content-Security-Policy": "script-src 'self' 'unsafe-eval'; require-trusted-types-for 'script'; trusted-types bridge" };
  });
  await relay.until("connection", () => relay.last?.packets.some((packet) => packet.cmd === "subscribe"));
  assert.equal((await relay.command("eval", { code: "await Promise.resolve(6) * 7" })).value.value, 42);
  await close();
});

test("Page_ThatPatchedItsTimers_IsNotUsedByUs", async () => {
  const { relay, page, close } = await openPage(browser, `<script>for (const name of ["setTimeout", "fetch", "requestAnimationFrame"]) window[name] = () => { throw new Error("patched") };
    WebSocket = JSON.stringify = JSON.parse = Reflect.apply = null; Array.prototype.push = Array.prototype.push</script>`);
  await page.evaluate("console.log('works', {a: 1})");
  await relay.until("log", () => relay.logs().some((entry) => entry.args[0].value === "works"));
  assert.equal((await relay.command("reload", { build: "b1" })).ok, true);
  await close();
});

test("Page_ThatLoads_IsNotHeldUpByUs", async () => {
  // What asks another process of the browser, or shows on the page, comes after the page's own scripts.
  const { relay, page, close } = await openPage(browser, `<script>window.whileLoading = [...touched]; loading = false</script>`, ({ relay }) => {
    const home = relay.files.get("/")!;
    home.body = home.body.replace("<head>", `<head><script>
      window.touched = [];
      // A page that takes long to load isn't waited for, which a busy machine's might: its time stands still here.
      let loading = true;
      const later = window.setTimeout;
      window.setTimeout = (run, ...rest) => later(function due() { loading ? later(due) : run() }, ...rest);
      const { get } = Object.getOwnPropertyDescriptor(window, "sessionStorage");
      Object.defineProperty(window, "sessionStorage", { configurable: true, get() { touched.push("storage"); return get.call(window) } });
      WebSocket = class extends WebSocket { constructor(...args) { touched.push("socket"); super(...args) } };
      const { addEventListener } = EventTarget.prototype;
      EventTarget.prototype.addEventListener = function (type, ...rest) { if (type === "devicemotion") touched.push("sensor"); return addEventListener.call(this, type, ...rest) };
    </script>`);
  });
  await relay.until("connection", () => relay.last?.packets.some((packet) => packet.cmd === "subscribe"));
  assert.deepEqual(await page.evaluate("whileLoading"), []);
  assert.deepEqual(new Set(await page.evaluate<string[]>("touched")), new Set(["storage", "sensor", "socket"]));
  await close();
});

test("Page_ThatPatchedItsListeners_IsNotWokenByOurs", async () => {
  const { relay, page, close } = await openPage(browser, `<script>
    window.theirs = [];
    const { addEventListener } = EventTarget.prototype;
    EventTarget.prototype.addEventListener = function (type, ...rest) { theirs.push(type); return addEventListener.call(this, type, ...rest) };
    addEventListener.call(document, "DOMContentLoaded", () => document.addEventListener("x-own", () => {}));
  </script>`);
  await relay.until("status", () => relay.received.some((one) => one.feed === "status"));
  await page.waitForFunction("document.readyState === 'complete'");
  const theirs = await page.evaluate<string[]>("theirs");
  assert.deepEqual([theirs.includes("x-own"), theirs.filter((type) => /device|online|resize|freeze|pagehide|visibility/.test(type))], [true, []]);
  await close();
});
