import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { desk, type Desk } from "./open.ts";

let on: Desk;
before(async () => { on = await desk(); });
after(() => on.close());

const HOSTILE = ["<img src=x onerror=\"window.owned=1\">", "<script>window.owned=1</script>", "javascript:window.owned=1", "\u202Egnp.exe", "\u0000\u001b[31mred", "{{constructor.constructor('window.owned=1')()}}", "\"><svg onload=window.owned=1>"];

test("Policy_InlineScriptAndHtml_AreRefusedHere", async () => {
  const { page } = await on.open("#quiet");
  // Shows that the policy is in force: without this the other tests would prove nothing.
  const refused = await page.evaluate(() => {
    try {
      document.body.innerHTML = "<b>x</b>";
      return "";
    } catch (error) {
      return String(error);
    }
  });
  assert.match(refused, /TrustedHTML/);
  await page.context().close();
});

test("DeviceData_MarkupInEveryField_StaysText", async () => {
  // Tall enough for every row to be in the document, opened.
  const { page, faults } = await on.open("#quiet", { viewport: { width: 1280, height: 6_000 } });
  await page.evaluate(texts => {
    const { source } = window.fixture;
    for (const [i, text] of texts.entries()) {
      const preview = { type: "object" as const, name: text, entries: [{ key: { type: "string" as const, value: text }, value: { type: "string" as const, value: text } }] };
      const failure = { type: "error" as const, name: text, message: text, stack: `${text}\n    at ${text} (${text}:1:1)` };
      source.state({ device: `x${i}`, label: text, color: text, presence: "online", since: text, pages: 1, browser: text, page: text, url: text, title: text, agent: text, sensors: { [text]: text as "on" } });
      source.send({
        messages: [
          source.log(`x${i}`, text, [
            { level: "error", method: text, args: [{ type: "string", value: text }, preview, failure, { type: "node", text }, { type: "function", name: text }, { type: text as "object" }], site: { url: text, line: 1, column: 1, function: text }, stack: text },
            { level: "log", method: "table", args: [{ type: "array", items: [preview] }] },
          ]),
        ],
      });
    }
  }, HOSTILE);
  await page.waitForFunction(count => [".device", ".row.error"].every(each => document.querySelectorAll(each).length >= count), HOSTILE.length);
  for (const row of await page.locator(".row.error").all()) await row.getByRole("button", { name: "Open entry" }).click();
  assert.equal(await page.evaluate(() => (window as unknown as { owned?: number }).owned), undefined);
  assert.equal(await page.locator("main img, main script, nav img, nav script").count(), 0);
  assert.deepEqual(faults, []);
  await page.context().close();
});

test("DeviceData_OfNoShapeAtAll_BreaksNothing", async () => {
  const { page, faults } = await on.open("#quiet");
  await page.evaluate(() => {
    const junk: unknown[] = [null, 1, "x", [], {}, { page: "p", seq: 0, origin: 0, items: [null, 1, {}, { args: [null, { type: 9 }] }] }];
    const topics = ["d1/up/log", "d1/up/sensor/motion", "d1/up/sensor/orientation", "d1/up/status", "d1/state", "presence", "d1/up/net"];
    for (const topic of topics) for (const payload of junk) window.fixture.source.send({ messages: [{ topic: `bridge/v1/main/${topic}`, time: Date.now(), payload }] });
    window.fixture.bulk(3);
  });
  await page.getByText("line 2").waitFor();
  assert.deepEqual(faults, []);
  await page.context().close();
});

test("SignedOut_Relay_SaysWhatToRun", async () => {
  const { page, faults } = await on.open("#signed-out");
  await page.getByText("./bridge open").waitFor();
  await page.evaluate(() => { window.fixture.source.signedIn = true; });
  await page.getByText("tilt ready in 84 ms").waitFor();
  assert.deepEqual(faults, []);
  await page.context().close();
});
