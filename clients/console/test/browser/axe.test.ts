import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import type axe from "axe-core";
import type { Page } from "playwright-core";
import { desk, type Desk } from "./open.ts";

let on: Desk;
let source: string;
before(async () => {
  on = await desk();
  source = await readFile("node_modules/axe-core/axe.min.js", "utf8");
});
after(() => on.close());

/** What axe finds, one line a fault; without motion, since what fades in has too little contrast half-way. `evaluate` runs outside of the page's policy, as an extension would. */
async function faults(page: Page): Promise<string[]> {
  await page.evaluate(source);
  const result = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  return result.violations.flatMap(violation => violation.nodes.map(node => `${violation.id}: ${node.target.join(" ")} — ${node.any[0]?.message ?? node.all[0]?.message ?? violation.help}`));
}

for (const colorScheme of ["dark", "light"] as const) {
  test(`Axe_Console_${colorScheme}_IsClean`, async () => {
    const { page } = await on.open("", { colorScheme, reducedMotion: "reduce" });
    await page.evaluate(() => window.fixture.swing("d1", 60));
    await page.locator(".phone").waitFor();
    await page.locator(".row.entry.opens .row-caret button").first().click();
    await page.locator("#repl").fill("throw 1");
    await page.keyboard.press("Enter");
    await page.locator(".row.outcome").first().waitFor();
    assert.deepEqual(await faults(page), []);
    await page.getByRole("button", { name: "Show Pixel 8 alone" }).click();
    await page.getByRole("button", { name: /^error/ }).click();
    assert.deepEqual(await faults(page), []);
    await page.context().close();
  });

  test(`Axe_Search_${colorScheme}_IsClean`, async () => {
    const { page } = await on.open("", { colorScheme });
    await page.evaluate(() => { window.fixture.source.kept = window.fixture.source.history.flatMap(frame => frame.messages ?? []); });
    await page.keyboard.press("s");
    await page.keyboard.type("the");
    await page.locator(".hit").first().waitFor();
    assert.deepEqual(await faults(page), []);
    await page.context().close();
  });

  test(`Axe_WelcomeAndDialogs_${colorScheme}_AreClean`, async () => {
    const { page } = await on.open("#empty", { colorScheme, reducedMotion: "reduce" });
    await page.locator("svg.qr").waitFor();
    assert.deepEqual(await faults(page), []);
    for (const key of ["p", "?"]) {
      await page.keyboard.press(key);
      await page.getByRole("dialog").waitFor();
      assert.deepEqual(await faults(page), []);
      await page.keyboard.press("Escape");
      await page.locator("dialog").waitFor({ state: "detached" });
    }
    await page.evaluate(() => {
      window.fixture.source.reachable = false;
      window.fixture.source.lose();
    });
    await page.locator(".lost-notice").waitFor();
    assert.deepEqual(await faults(page), []);
    await page.context().close();
  });

  test(`Axe_SignedOut_${colorScheme}_IsClean`, async () => {
    const { page } = await on.open("#signed-out", { colorScheme, reducedMotion: "reduce" });
    assert.deepEqual(await faults(page), []);
    await page.context().close();
  });
}
