import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { desk, drawn, type Desk } from "./open.ts";

let on: Desk;
before(async () => { on = await desk(); });
after(() => on.close());

/** Hears from now on what the console says at its foot: that goes again after a while, whether or not somebody has looked from outside by then. */
async function listen(page: Page): Promise<(text: string) => Promise<unknown>> {
  const said = await page.evaluateHandle(() => {
    const said = new Set<string>();
    const foot = document.querySelector(".toaster") as Element;
    new MutationObserver(() => { for (const toast of foot.children) said.add(toast.textContent ?? ""); }).observe(foot, { childList: true });
    return said;
  });
  return text => page.waitForFunction(([said, text]) => said.has(text), [said, text] as const);
}

test("Keyboard_Sheet_OpensListsAndCloses", async () => {
  const { page } = await on.open("");
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keyboard" });
  await sheet.getByText("Pair a phone").waitFor();
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "detached" });
  await page.context().close();
});

test("Keyboard_Log_MovesOpensAndCopies", async () => {
  const { page } = await on.open("", { permissions: ["clipboard-read", "clipboard-write"] });
  const said = await listen(page);
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "log");
  await page.keyboard.press("ArrowUp");
  await page.locator(".row.current", { hasText: "tick" }).waitFor();
  await page.keyboard.press("k");
  await page.keyboard.press("k");
  await page.locator(".row.current", { hasText: "NetworkError" }).waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".row.current.open ol.stack").waitFor();
  await page.keyboard.press("c");
  await said("Entry copied.");
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /iPhone of Mara {2}error {2}NetworkError: POST \/api\/score failed: 503 {2}\(https:\/\/192\.168\.1\.20:5443\/app\.js:102:9\)/);
  await page.keyboard.press("Home");
  await page.locator(".row.current.page").waitFor();
  await page.context().close();
});

test("Keyboard_SingleKeys_DoNothingWhileTyping", async () => {
  const { page } = await on.open("");
  await page.keyboard.press("i");
  await page.keyboard.type("x?p/mt.");
  assert.equal(await page.locator("#repl").inputValue(), "x?p/mt.");
  assert.equal(await page.getByRole("dialog").count(), 0);
  await page.context().close();
});

test("Keyboard_SingleKeysSwitchedOff_StaySo", async () => {
  const { page } = await on.open("");
  await page.keyboard.press("?");
  await page.getByLabel("Single keys work outside of text fields").uncheck();
  await page.keyboard.press("Escape");
  await page.reload();
  await page.waitForFunction(() => window.__bridgeConsole?.connection() === "live");
  await page.keyboard.press("p");
  assert.equal(await page.getByRole("dialog").count(), 0);
  await page.context().close();
});

test("Keyboard_TabOrder_ReachesEverythingAndShowsWhere", async () => {
  const { page } = await on.open("");
  const seen = new Set<string>();
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      const style = getComputedStyle(element.closest(".search, .repl") ?? element);
      const visible = style.outlineStyle !== "none" || style.boxShadow !== "none" || getComputedStyle(element.closest(".search") ?? element).borderColor !== "";
      return { name: element.getAttribute("aria-label") ?? element.textContent ?? element.id, visible, body: element === document.body };
    });
    if (at.body) break;
    assert.ok(at.visible, `no visible focus on ${at.name}`);
    seen.add(at.name);
  }
  for (const name of ["Motion panel", "Show Pixel 8 alone", "Flash Pixel 8", "Filter the log by text", "Log of the devices", "Pause the charts"]) {
    assert.ok(seen.has(name) || name === "Pause the charts", `Tab does not reach ${name}: ${[...seen].join(", ")}`);
  }
  await page.context().close();
});

test("Prompt_Line_RunsAndShowsEachDevicesAnswer", async () => {
  const { page } = await on.open("");
  await page.locator("#repl").fill("location.href");
  await page.keyboard.press("Enter");
  await page.locator(".row.outcome", { hasText: "answer: 42" }).first().waitFor();
  assert.equal(await page.locator(".row.outcome").count(), 3);
  await page.locator("#repl").fill("throw 1");
  await page.keyboard.press("Enter");
  await page.locator(".row.outcome.error", { hasText: "RangeError: out of range" }).first().waitFor();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  assert.equal(await page.locator("#repl").inputValue(), "location.href");
  await page.context().close();
});

test("Prompt_ShiftEnter_GrowsAndIsRemembered", async () => {
  const { page } = await on.open("");
  const height = () => page.locator("#repl").evaluate(element => element.clientHeight);
  const before = await height();
  await page.locator("#repl").focus();
  await page.keyboard.type("const a = 1;");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("a + 1");
  assert.ok((await height()) > before);
  await page.keyboard.press("Enter");
  assert.equal(await height(), before);
  await page.reload();
  await page.waitForFunction(() => window.__bridgeConsole?.connection() === "live");
  await page.locator("#repl").focus();
  await page.keyboard.press("ArrowUp");
  assert.equal(await page.locator("#repl").inputValue(), "const a = 1;\na + 1");
  await page.context().close();
});

test("Device_Renamed_InPlace", async () => {
  const { page } = await on.open("");
  await page.getByRole("button", { name: "Rename Pixel 8" }).click();
  await page.getByLabel("Name of the device").fill("Test phone");
  await page.keyboard.press("Enter");
  await page.locator(".device-label", { hasText: "Test phone" }).waitFor();
  await page.locator(".row-label", { hasText: "Test phone" }).first().waitFor();
  await page.context().close();
});

test("Device_RenameBegun_TakesTheNextKeyHoweverBusyTheBrowser", async () => {
  const { page } = await on.open("");
  // Before another frame: what is typed then is already in the browser's queue.
  const [at, selected] = await page.evaluate(async () => {
    document.querySelector<HTMLElement>("[aria-label='Rename Pixel 8']")?.click();
    for (let i = 0; i < 20; i++) await Promise.resolve();
    const field = document.activeElement as HTMLInputElement;
    return [field.ariaLabel, field.value?.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0)];
  });
  assert.deepEqual([at, selected], ["Name of the device", "Pixel 8"]);
  await page.keyboard.type("x");
  await page.keyboard.press("Enter");
  await page.locator(".device-label", { hasText: /^x$/ }).waitFor();
  await page.context().close();
});

test("Device_Actions_AreSentAndAnswered", async () => {
  const { page } = await on.open("");
  const said = await listen(page);
  await page.getByRole("button", { name: "Flash Pixel 8" }).click();
  await said("Flashing Pixel 8.");
  await page.getByRole("button", { name: "Navigate Pixel 8" }).click();
  const dialog = page.getByRole("dialog", { name: "Navigate Pixel 8" });
  await dialog.getByLabel("Address").fill("javascript:alert(1)");
  await page.keyboard.press("Enter");
  await dialog.getByRole("alert").filter({ hasText: "Only http and https" }).waitFor();
  await dialog.getByLabel("Address").fill("/about.html");
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });
  assert.deepEqual(await page.evaluate(() => window.fixture.source.commands.map(command => [command.device, command.command, command.args])), [
    ["d1", "identify", { seconds: 3 }], ["d1", "navigate", { url: "https://192.168.1.20:5443/about.html" }],
  ]);
  await page.getByRole("button", { name: "Remove Old Moto" }).click();
  await page.getByRole("button", { name: "Remove device" }).click();
  await page.locator("[data-device=d4]").waitFor({ state: "detached" });
  await page.context().close();
});

test("Device_RemovedLate_ClosesNoOtherDialog", async () => {
  const { page } = await on.open("");
  await page.evaluate(() => {
    const { source } = window.fixture;
    const revoke = source.revoke.bind(source);
    const held = new Promise<void>(done => document.addEventListener("answer", () => done(), { once: true }));
    source.revoke = async (...device) => {
      await held;
      return revoke(...device);
    };
  });
  await page.getByRole("button", { name: "Remove Old Moto" }).click();
  await page.getByRole("button", { name: "Remove device" }).click();
  await page.keyboard.press("Escape");
  await page.locator("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard" }).waitFor();
  await page.evaluate(() => document.dispatchEvent(new Event("answer")));
  await page.locator("[data-device=d4]").waitFor({ state: "detached" });
  await drawn(page);
  assert.equal(await page.getByRole("dialog", { name: "Keyboard" }).count(), 1);
  await page.context().close();
});

test("Relay_Lost_SaysSoAndComesBack", async () => {
  const { page } = await on.open("");
  const place = () => page.locator("#log").boundingBox();
  const before = await place();
  await page.evaluate(() => {
    window.fixture.source.reachable = false;
    window.fixture.source.lose();
  });
  await page.getByText("The relay can't be reached.").waitFor();
  assert.deepEqual(await place(), before);
  await page.evaluate(() => { window.fixture.source.reachable = true; });
  await page.waitForFunction(() => window.__bridgeConsole?.connection() === "live");
  await page.getByText("The relay can't be reached.").waitFor({ state: "detached" });
  await page.context().close();
});

test("Theme_Switched_Persists", async () => {
  const { page } = await on.open("");
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
  assert.equal(await theme(), "dark");
  await page.keyboard.press("t");
  assert.equal(await theme(), "light");
  await page.reload();
  assert.equal(await theme(), "light");
  await page.context().close();
});

test("Pairing_Dialog_OffersBothAddresses", async () => {
  const { page } = await on.open("");
  await page.keyboard.press("p");
  const dialog = page.getByRole("dialog", { name: "Pair a phone" });
  await dialog.getByText("K7PX 42MN").waitFor();
  assert.match((await dialog.locator(".pair-url code").textContent()) ?? "", /^https:/);
  await dialog.getByRole("button", { name: "http", exact: true }).click();
  await page.waitForFunction(() => document.querySelector(".pair-url code")?.textContent?.startsWith("http:"));
  await page.evaluate(() => {
    const [first] = window.fixture.source.devices;
    if (first) window.fixture.source.state({ ...first, device: "d9", label: "New phone" });
  });
  await dialog.getByText("New phone is paired.").waitFor();
  await page.context().close();
});

test("Motion_60Hz_ArrivesInTheCharts", async () => {
  const { page } = await on.open("");
  await page.evaluate(() => window.fixture.swing("d1", 60));
  await page.waitForFunction(() => (window.__bridgeConsole?.motion("d1")?.motion.count ?? 0) > 180);
  const rate = await page.evaluate(() => window.__bridgeConsole?.motion("d1")?.motion.rate ?? 0);
  assert.ok(Math.abs(rate - 60) < 1, `${rate} Hz`);
  await page.waitForFunction(() => Number(document.querySelector<HTMLElement>("[data-chart=a] .plot")?.dataset.count) > 180);
  await page.waitForFunction(() => document.querySelector<HTMLElement>(".phone")?.style.transform.startsWith("matrix3d"));
  await page.waitForFunction(() => document.querySelector(".rate")?.textContent?.startsWith("60 Hz"));
  await page.context().close();
});

test("Skipped_Entries_AreReadFromTheJournal", async () => {
  const { page } = await on.open("");
  await page.evaluate(() => window.fixture.source.send({ messages: [], skipped: { log: 1_200, sensor: 0 } }));
  await page.getByText("1,200 entries skipped").waitFor();
  await page.screenshot({ path: "console/test/dist/shots/skipped.png" });
  const before = await page.evaluate(() => window.fixture.source.watched.length);
  await page.getByRole("button", { name: "Read them from the journal" }).click();
  await page.getByText("1,200 entries skipped").waitFor({ state: "detached" });
  await page.getByText("tilt ready in 84 ms").waitFor();
  assert.deepEqual(await page.evaluate(n => window.fixture.source.watched.slice(n), before), [null]);
  await page.context().close();
});

test("Search_Hit_JumpsToItsRowWhateverHidesIt", async () => {
  const { page, faults } = await on.open("");
  await page.evaluate(() => {
    const { source } = window.fixture;
    const entry = { level: "debug" as const, method: "debug", args: [{ type: "string" as const, value: "the needle" }] };
    const needle = source.log("d1", "p1", [entry]);
    source.kept = [needle];
    source.send({ messages: [needle] });
    window.fixture.bulk(3_000);
  });
  await page.getByRole("button", { name: /^debug/ }).click();
  await page.locator("#filter").fill("line 2999");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.keyboard.press("s");
  await page.keyboard.type("needle");
  await page.locator(".hit mark", { hasText: "needle" }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.locator("dialog").waitFor({ state: "detached" });
  await page.locator(".row.current", { hasText: "the needle" }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.id), "log");
  assert.deepEqual(faults, []);
  await page.context().close();
});

test("Search_HitThatThisTabHasNot_ShowsWhatStoodAroundIt", async () => {
  const { page } = await on.open("");
  await page.evaluate(() => {
    const { source } = window.fixture;
    source.kept = ["earlier", "the needle", "later"].map(line => source.log("d1", "gone", [{ level: "log", method: "log", args: [{ type: "string", value: line }] }]));
  });
  await page.keyboard.press("s");
  await page.keyboard.type("needle");
  await page.locator(".hit", { hasText: "the needle" }).click();
  await page.locator(".hit.own", { hasText: "the needle" }).waitFor();
  await page.locator(".hit", { hasText: "earlier" }).waitFor();
  assert.match(await page.evaluate(() => document.activeElement?.textContent ?? ""), /the needle/);
  await page.getByRole("button", { name: "Back to the results" }).click();
  await page.locator(".hit.own").waitFor({ state: "detached" });
  assert.match(await page.evaluate(() => document.activeElement?.className ?? ""), /^hit/);
  await page.context().close();
});

test("Search_HitOfBeforeOpenedAtOnce_IsNotLostToTheSearchThatBegins", async () => {
  const { page } = await on.open("");
  await page.evaluate(() => {
    const { source } = window.fixture;
    source.kept = [source.log("d1", "gone", [{ level: "log", method: "log", args: [{ type: "string", value: "the needle" }] }])];
  });
  await page.keyboard.press("s");
  await page.keyboard.type("needle");
  await page.locator(".hit mark", { hasText: "needle" }).waitFor();
  await page.keyboard.press("Escape");
  await page.locator("dialog").waitFor({ state: "detached" });
  await page.evaluate(async () => {
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "s" }));
    for (let i = 0; i < 20; i++) await Promise.resolve();
    document.querySelector<HTMLElement>(".hit")?.click();
  });
  await page.locator(".hit.own", { hasText: "the needle" }).waitFor();
  await drawn(page);
  assert.equal(await page.locator(".hit.own").count(), 1);
  await page.context().close();
});

test("Prompt_LinesAndAnswers_AreThereAgainAfterAReload", async () => {
  const { page } = await on.open("");
  await page.keyboard.press("i");
  await page.keyboard.type("6 * 7");
  await page.keyboard.press("Enter");
  await page.locator(".row.outcome").first().waitFor();
  const answers = await page.locator(".row.outcome").count();
  await page.reload();
  await page.waitForFunction(() => window.__bridgeConsole?.connection() === "live");
  await page.locator(".row.input", { hasText: "6 * 7" }).waitFor();
  assert.equal(await page.locator(".row.outcome").count(), answers);
  await page.keyboard.press("Escape");
  await page.keyboard.press("x");
  await page.reload();
  await page.waitForFunction(() => window.__bridgeConsole?.connection() === "live");
  assert.equal(await page.locator(".row.input").count(), 0);
  await page.context().close();
});
