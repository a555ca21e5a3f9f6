import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { openBrowser, openPage } from "./chromium.ts";
import type { Bench } from "./chromium.ts";

let browser: Browser;
before(async () => void (browser = await openBrowser()));
after(() => browser.close());

async function shake({ context, page }: Bench) {
  const cdp = await context.newCDPSession(page);
  for (const [type, xyz] of [["linear-acceleration", { x: 1, y: 2, z: 0 }], ["accelerometer", { x: 1, y: 2, z: 9.8 }], ["gyroscope", { x: 0, y: 0, z: 1 }]] as const) {
    await cdp.send("Emulation.setSensorOverrideEnabled", { enabled: true, type, metadata: { available: true } });
    await cdp.send("Emulation.setSensorOverrideReadings", { type, reading: { xyz } });
  }
  await cdp.send("DeviceOrientation.setDeviceOrientationOverride", { alpha: 10, beta: 20, gamma: 30 });
}

const statusOf = ({ relay }: Bench, look: (sensors: any) => boolean) =>
  relay.until("status", () => relay.received.find((one) => one.feed === "status" && look(one.payload.sensors ?? {})));

test("Sensors_Emulated_StreamEveryEventOfThePage", async () => {
  const bench = await openPage(browser, "<script>window.seen = []; addEventListener('devicemotion', event => seen.push(Math.round(event.timeStamp * 100) / 100))</script><body>", shake);
  const { relay } = bench;
  await statusOf(bench, (sensors) => sensors.motion === "on" && sensors.orientation === "on");
  const items = await relay.until("two seconds of motion, and more than 40 events", () => {
    const all = relay.items("sensor/motion");
    return all.length > 40 && all.at(-1).t - all[0].t > 2000 && all;
  });
  assert.deepEqual(items.at(-1).g, [1, 2, 9.8]);
  assert.deepEqual(items.at(-1).r, [0, 0, 57.3], "one radian a second about z, in degrees");
  assert.deepEqual(relay.items("sensor/orientation")[0].o, [10, 20, 30]);
  const seen: number[] = await bench.page.evaluate("seen");
  const until = items.at(-1).t;
  const times = items.map((item) => item.t);
  assert.deepEqual(seen.filter((time) => time <= until && time >= times[0]), times);
  const batchesOf = (feed: string) => relay.received.filter((one) => one.feed === feed).map((one) => one.payload);
  const batches = batchesOf("sensor/motion");
  // What a page has no room for while it isn't connected, it counts.
  const missing = batches[0].seq + batchesOf("sensor/orientation")[0].seq;
  batches.reduce((seq, batch) => (assert.equal(batch.seq, seq), seq + batch.items.length), batches[0].seq);
  await relay.until("the count of what is missing", () => batchesOf("status").some((status) => status.dropped === missing));
  assert.ok(relay.received.filter((one) => one.feed === "sensor/motion").slice(1).every((one) => one.alias));
  await bench.close();
});

test("Sensors_NoneThere_AreAbsent", async () => {
  const bench = await openPage(browser, "<body>");
  await statusOf(bench, (sensors) => sensors.motion === "absent" && sensors.orientation === "absent");
  assert.equal(await bench.page.locator("bridge-overlay").count(), 0, "a desktop is told nothing");
  await bench.close();
});

test("Sensors_Denied_SaySo", async () => {
  const bench = await openPage(browser, "<body>", async ({ context }) => {
    const cdp = await browser.newBrowserCDPSession();
    const { browserContextIds } = await cdp.send("Target.getBrowserContexts");
    for (const browserContextId of browserContextIds)
      for (const name of ["accelerometer", "gyroscope"]) await cdp.send("Browser.setPermission", { permission: { name }, setting: "denied", browserContextId });
    void context;
  });
  await statusOf(bench, (sensors) => sensors.motion === "denied" && sensors.orientation === "denied");
  await bench.close();
});

test("Sensors_InsecurePhone_IsToldWhyAndCanPutItAway", async (t) => {
  const relayHost = "phone.test";
  const insecure = await openBrowser([`--host-resolver-rules=MAP ${relayHost} 127.0.0.1`]);
  t.after(() => insecure.close());
  const context = await insecure.newContext({ hasTouch: true, viewport: { width: 390, height: 844 }, isMobile: true });
  const bench = await openPage(insecure, "<meta name=viewport content='width=device-width'><body>page", () => {}, context, relayHost);
  const status = await statusOf(bench, (sensors) => sensors.motion === "insecure");
  assert.equal(status.payload.secure, false);
  await bench.page.waitForSelector("bridge-overlay", { state: "attached" });
  const box = await bench.page.locator("bridge-overlay").boundingBox();
  assert.ok(box!.width <= 390 && box!.height < 120 && box!.y > 700, JSON.stringify(box));
  if (process.env["SCREENSHOTS"]) await bench.page.screenshot({ path: `${process.env["SCREENSHOTS"]}/insecure.png` });
  await bench.page.touchscreen.tap(box!.x + box!.width - 20, box!.y + box!.height / 2);
  await bench.page.waitForSelector("bridge-overlay", { state: "detached" });
  await bench.page.reload();
  await bench.page.waitForFunction("document.readyState === 'complete'");
  assert.equal(await bench.page.locator("bridge-overlay").count(), 0, "it stays away in this tab");
  await bench.close();
});

test("Sensors_ThatNeedATap_AskAndStart", async () => {
  const bench = await openPage(browser, "<body>", async (bench) => {
    await shake(bench);
    // A browser as on iOS: silent until a tap allowed it.
    await bench.page.addInitScript(`
      let allowed = false, tapped = false;
      const add = EventTarget.prototype.addEventListener;
      EventTarget.prototype.addEventListener = function (type, run, how) { if (!/^device(motion|orientation)$/.test(type) || allowed) add.call(this, type, run, how) };
      add.call(window, "pointerdown", () => { tapped = true }, true);
      DeviceMotionEvent.requestPermission = DeviceOrientationEvent.requestPermission = async () => { if (!tapped) throw new DOMException("tap first", "NotAllowedError"); allowed = true; return "granted" };`);
  });
  await statusOf(bench, (sensors) => sensors.motion === "prompt" && sensors.orientation === "prompt"); // each says so on the page, in a note of its own
  const box = (await bench.page.locator("bridge-overlay").boundingBox())!;
  if (process.env["SCREENSHOTS"]) await bench.page.screenshot({ path: `${process.env["SCREENSHOTS"]}/prompt.png` });
  await bench.page.mouse.click(box.x + box.width - 80, box.y + box.height / 2);
  await statusOf(bench, (sensors) => sensors.motion === "on");
  await bench.relay.until("motion", () => bench.relay.items("sensor/motion").length > 10);
  await bench.page.waitForSelector("bridge-overlay", { state: "detached" });
  await bench.close();
});
