import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { desk, drawn, type Desk } from "./open.ts";

let on: Desk;
before(async () => { on = await desk(); });
after(() => on.close());

const shown = (page: Page) => page.evaluate(() => window.__bridgeConsole?.log());
const lastLine = (page: Page) => page.locator(".row .message").last().textContent();
const until = (page: Page, rows: number) => page.waitForFunction(count => (window.__bridgeConsole?.log().rows ?? 0) >= count, rows);

/** Sends lines in steps, as they would come, and waits until they are in the log. */
async function fill(page: Page, count: number): Promise<void> {
  await page.evaluate(total => window.fixture.bulk(total), count);
  await until(page, count);
  await drawn(page);
}

test("Log_100000Lines_KeepsTheDocumentSmall", async () => {
  const { page, faults } = await on.open("#quiet");
  await fill(page, 100_000);
  await page.waitForFunction(() => document.querySelector(".row:last-child .message")?.textContent === "line 99999");
  assert.ok((await page.locator(".row").count()) < 80);
  assert.deepEqual(faults, []);
  await page.context().close();
});

test("Log_100000Lines_ScrollsThroughWithoutABlankFrame", async t => {
  const { page } = await on.open("#quiet");
  await fill(page, 100_000);
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  /** Seconds of processor time that the main thread has spent on script, style and layout: what else the machine does doesn't count. */
  const busy = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.filter(({ name }) => ["ScriptDuration", "LayoutDuration", "RecalcStyleDuration"].includes(name)).reduce((sum, { value }) => sum + value, 0);
  };
  const before = await busy();
  const blank = await page.evaluate(async () => {
    const log = document.getElementById("log") as HTMLElement;
    const frame = () => new Promise<number>(resolve => requestAnimationFrame(resolve));
    let blank = 0;
    for (let i = 0; i < 120; i++) {
      // Sometimes by a line, sometimes by a screen, sometimes anywhere.
      log.scrollTop = i % 3 === 0 ? log.scrollTop - 40 : i % 3 === 1 ? log.scrollTop - 590 : ((i * 7_919) % 100) / 100 * log.scrollHeight;
      await frame();
      // The frame callback comes before this frame's drawing: the rows of the scroll before must be in place.
      const box = log.getBoundingClientRect();
      const middle = document.elementFromPoint(box.left + 300, box.top + box.height / 2);
      if (!middle?.closest(".row")) blank += 1;
    }
    return blank;
  });
  const milliseconds = ((await busy()) - before) * 1_000 / 120;
  t.diagnostic(`${milliseconds.toFixed(1)} ms of script, style and layout per scrolled frame`);
  assert.equal(blank, 0);
  assert.ok(milliseconds < 16, `${milliseconds.toFixed(1)} ms per scrolled frame`);
  await page.context().close();
});

test("Log_NewLines_StickToTheEndUnlessScrolled", async () => {
  const { page } = await on.open("#quiet");
  await fill(page, 500);
  assert.equal(await lastLine(page), "line 499");
  await page.mouse.move(600, 400);
  const end = await page.evaluate(() => document.getElementById("log")?.scrollTop ?? 0);
  await page.mouse.wheel(0, -400);
  await page.waitForFunction(top => Math.abs((document.getElementById("log")?.scrollTop ?? 0) - top) < 1, end - 400);
  await drawn(page);
  const before = await page.evaluate(() => document.getElementById("log")?.scrollTop);
  await page.evaluate(() => window.fixture.bulk(30));
  await page.getByRole("button", { name: "30 new" }).waitFor();
  assert.equal(await page.evaluate(() => document.getElementById("log")?.scrollTop), before);
  await page.getByRole("button", { name: "30 new" }).click();
  await page.waitForFunction(() => document.querySelector(".row:last-child .message")?.textContent === "line 29");
  assert.equal(await page.getByRole("button", { name: "30 new" }).count(), 0);
  await page.context().close();
});

test("Log_OpenedRow_TakesItsOwnHeightAndClosesAgain", async () => {
  const { page } = await on.open("");
  const row = page.locator(".row", { hasText: "settings" });
  const height = () => row.evaluate(element => (element as HTMLElement).offsetHeight);
  assert.equal(await height(), 24);
  await row.getByRole("button", { name: "Open entry" }).click();
  await page.waitForFunction(() => (document.getElementById("log")?.scrollHeight ?? 0) > 0 && document.querySelector(".row.open .tree") !== null);
  assert.ok((await height()) > 80);
  const bottoms = await page.evaluate(() => {
    const rows = [...document.querySelectorAll(".row")].map(element => element.getBoundingClientRect());
    return rows.slice(1).map((box, i) => Math.abs(box.top - (rows[i]?.bottom ?? 0)));
  });
  assert.ok(bottoms.every(gap => gap < 0.6), "rows overlap or leave gaps");
  const total = await page.evaluate(() => [document.querySelector(".log-rows")?.scrollHeight, document.querySelector(".log-spacer")?.clientHeight]);
  assert.equal(total[0], total[1]);
  await row.getByRole("button", { name: /^axes|axes:/ }).click();
  await page.getByText("0: \"x\"").waitFor();
  await row.getByRole("button", { name: "Close entry" }).click();
  await page.waitForFunction(() => !document.querySelector(".tree"));
  assert.equal(await height(), 24);
  await page.context().close();
});

test("Log_EveryKindOfEntry_IsInWords", async () => {
  const { page } = await on.open("", { viewport: { width: 1600, height: 1000 } });
  const text = await page.locator("#log").innerText();
  for (const expected of [
    "page loaded: Tilt, https://192.168.1.20:5443/tilt.html", "tilt ready in 84 ms", "settings {rate: 60, smooth: true, axes: (3) [\"x\", \"y\", \"z\"], origin: Point {x: 0, y: 0}}", "Map(2) {\"lang\" => \"de\", \"visits\" => 12}",
    "uncaught", "TypeError: Cannot read properties of undefined (reading 'beta')", "rejected", "<button id=\"start\" class=\"primary\"> ƒ onStart undefined null", "Float32Array(1024) [0.1, 0.4, 0.2, …]",
    "12 entries dropped on the device", "9007199254740993n Symbol(round) 2026-01-05T10:04:11.120Z /tilt/i", "app.js:12", "router.js:7", "(index)", "128",
  ]) assert.ok(text.includes(expected), `missing: ${expected}`);
  assert.match((await page.getByText("router.js:7").getAttribute("title")) ?? "", /^https:\/\/192\.168\.1\.20:5443\/router\.js:7:9$/);
  await page.context().close();
});

test("Log_Filters_ByLevelTextPatternAndDevice", async () => {
  const { page } = await on.open("");
  const count = async () => (await shown(page))?.shown;
  const all = await count();
  await page.getByRole("button", { name: /^error/ }).click();
  assert.equal(await count(), (all as number) - 2);
  await page.getByRole("button", { name: /^error/ }).click();
  await page.getByLabel("Filter the log by text").fill("tilt ready");
  assert.equal(await count(), 1);
  await page.getByLabel("Filter the log by text").fill("/^(tick|score)/");
  assert.equal(await count(), 2);
  await page.getByLabel("Filter the log by text").fill("nothing like it");
  await page.getByRole("button", { name: "Show all" }).click();
  assert.equal(await count(), all);
  await page.getByRole("button", { name: "Show Galaxy Tab alone" }).click();
  assert.equal(await count(), 3);
  await page.context().close();
});

test("Log_Group_FoldsAndUnfolds", async () => {
  const { page } = await on.open("");
  const row = page.locator(".row", { hasText: "calibration" });
  const inside = page.locator(".row", { hasText: "offset" });
  await row.getByRole("button", { name: "Close entry" }).click();
  await inside.waitFor({ state: "detached" });
  await page.locator(".row", { hasText: "route →" }).waitFor();
  await page.getByLabel("Filter the log by text").fill("offset");
  await inside.waitFor();
  await page.getByLabel("Filter the log by text").fill("");
  await row.getByRole("button", { name: "Open entry" }).click();
  await inside.waitFor();
  await page.context().close();
});

test("Log_Paused_HoldsAndGoesOn", async () => {
  const { page } = await on.open("#quiet");
  await fill(page, 10);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await page.evaluate(() => window.fixture.bulk(5));
  await page.getByRole("button", { name: "Paused — 5 waiting" }).click();
  await page.waitForFunction(() => window.__bridgeConsole?.log().shown === window.__bridgeConsole?.log().rows);
  await page.context().close();
});

test("Log_Cleared_IsEmptyAndSaysSo", async () => {
  const { page } = await on.open("");
  await page.getByRole("button", { name: "Clear the log" }).click();
  await page.getByText("Quiet so far.").waitFor();
  assert.equal((await shown(page))?.rows, 0);
  await page.context().close();
});

test("Log_BeyondItsCapacity_TrimsAndSaysSo", async () => {
  const { page } = await on.open("#quiet");
  await fill(page, 200_000);
  await page.evaluate(() => window.fixture.bulk(1_000));
  await page.waitForFunction(() => (window.__bridgeConsole?.log().trimmed ?? 0) > 0);
  assert.equal((await shown(page))?.rows, 200_000);
  await page.locator("#log").focus();
  await page.keyboard.press("Home");
  await page.getByText(/older rows are no longer in this tab/).waitFor();
  await page.context().close();
});

test("Export_Ndjson_HoldsWhatIsShown", async () => {
  const { page } = await on.open("");
  await page.getByLabel("Filter the log by text").fill("tilt ready");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Export as NDJSON" }).click()]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  const lines = Buffer.concat(chunks).toString("utf8").trim().split("\n").map(line => JSON.parse(line) as { message: string; label: string });
  assert.deepEqual(lines.map(line => [line.message, line.label]), [["tilt ready in 84 ms", "Pixel 8"]]);
  assert.match(download.suggestedFilename(), /^main-.*\.ndjson$/);
  await page.context().close();
});
