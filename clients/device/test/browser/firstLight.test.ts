import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { openBrowser, openPage } from "./chromium.ts";

let browser: Browser;
before(async () => void (browser = await openBrowser()));
after(() => browser.close());

test("Page_Opens_ConnectsAndTellsStatus", async () => {
  const { relay, close } = await openPage(browser, "<title>Hello</title><p>hi");
  const status = (await relay.until("status", () => relay.received.find((one) => one.feed === "status" && one.payload.title === "Hello"))).payload;
  assert.equal(status.url, relay.url + "/");
  assert.equal(status.transport, "ws");
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

test("Eval_AwaitAndDeclarations_PersistBetweenLines", async () => {
  const { relay, close } = await openPage(browser, "");
  await relay.until("connection", () => relay.last?.packets.some((packet) => packet.cmd === "subscribe"));
  assert.equal((await relay.command("eval", { code: "const a = await Promise.resolve(20), {b, c: [d]} = {b: 1, c: [2]}; a" })).value.value, 20);
  assert.equal((await relay.command("eval", { code: "a + b + d" })).value.value, 23);
  await close();
});

test("Reload_OnCommand_StartsANewPage", async () => {
  const { relay, close } = await openPage(browser, "");
  await relay.until("connection", () => relay.last?.packets.some((packet) => packet.cmd === "subscribe"));
  const reply = await relay.command("reload", {});
  assert.equal(reply.ok, true);
  await relay.until("second page", () => relay.connections.length === 2 && relay.last!.connect);
  assert.notEqual(relay.connections[0]!.connect.properties.userProperties.page, relay.last!.connect.properties.userProperties.page);
  await close();
});
