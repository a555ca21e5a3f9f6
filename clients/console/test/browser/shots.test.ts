import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, before, test } from "node:test";
import { desk, type Desk } from "./open.ts";

// Pictures for people to look at, in console/test/dist/shots; what a test can tell of them is that nothing sticks out.
const SHOTS = "console/test/dist/shots";
const SIZES = { desk: { width: 1280, height: 720 }, tablet: { width: 820, height: 1180 }, narrow: { width: 400, height: 800 } };

let on: Desk;
before(async () => {
  on = await desk();
  await mkdir(SHOTS, { recursive: true });
});
after(() => on.close());

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ["dark", "light"] as const) {
    test(`Console_${size}_${colorScheme}_NothingSticksOut`, async () => {
      const { page, faults } = await on.open("", { viewport, colorScheme });
      await page.evaluate(() => window.fixture.swing("d1", 60));
      await page.waitForFunction(() => (window.__bridgeConsole?.motion("d1")?.motion.count ?? 0) > 150);
      await page.locator("[data-row]").nth(2).click();
      await page.screenshot({ path: `${SHOTS}/${size}-${colorScheme}.png` });
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true, "the page scrolls sideways");
      assert.deepEqual(faults, []);
      await page.context().close();
    });

    test(`Dialogs_${size}_${colorScheme}_FitTheWindow`, async () => {
      const { page, faults } = await on.open("", { viewport, colorScheme });
      for (const [key, name] of [["p", "pair"], ["?", "keys"]] as const) {
        await page.keyboard.press(key);
        await page.getByRole("dialog").waitFor();
        if (key === "p") await page.locator("dialog svg.qr").waitFor();
        await page.screenshot({ path: `${SHOTS}/${size}-${colorScheme}-${name}.png` });
        const box = await page.locator("dialog").boundingBox();
        assert.ok(box && box.x >= 0 && box.y >= 0 && box.x + box.width <= viewport.width && box.y + box.height <= viewport.height, JSON.stringify(box));
        await page.keyboard.press("Escape");
        await page.locator("dialog").waitFor({ state: "detached" });
      }
      await page.evaluate(() => window.fixture.source.keeps(false, "the disk of /home/mara/.local/share/devicebridge has 200 MiB left, and 256 MiB must stay free."));
      await page.getByText("The journal has stopped.").waitFor();
      await page.screenshot({ path: `${SHOTS}/${size}-${colorScheme}-journal.png` });
      await page.evaluate(() => window.fixture.source.keeps(true));
      await page.locator(".journal-notice").waitFor({ state: "detached" });
      await page.keyboard.press("Alt+1");
      await page.evaluate(() => {
        window.fixture.source.reachable = false;
        window.fixture.source.lose();
      });
      await page.locator(".lost-notice").waitFor();
      await page.screenshot({ path: `${SHOTS}/${size}-${colorScheme}-lost.png` });
      assert.deepEqual(faults, []);
      await page.context().close();
    });

    test(`Search_${size}_${colorScheme}_FitsTheWindow`, async () => {
      const { page, faults } = await on.open("", { viewport, colorScheme });
      await page.keyboard.press("s");
      await page.getByText("Looks through everything").waitFor();
      await page.screenshot({ path: `${SHOTS}/${size}-${colorScheme}-search-idle.png` });
      await page.evaluate(() => { window.fixture.source.kept = window.fixture.source.history.flatMap(frame => frame.messages ?? []); });
      await page.keyboard.type("load the");
      await page.locator(".hit").first().waitFor();
      await page.screenshot({ path: `${SHOTS}/${size}-${colorScheme}-search.png` });
      const box = await page.locator("dialog").boundingBox();
      assert.ok(box && box.x >= 0 && box.y >= 0 && box.x + box.width <= viewport.width && box.y + box.height <= viewport.height, JSON.stringify(box));
      await page.evaluate(() => { window.fixture.source.kept = new Error("PostgreSQL at db.studio.test:5432/bridge does not answer: Connection refused."); });
      await page.keyboard.press("Enter");
      await page.getByRole("alert").waitFor();
      await page.screenshot({ path: `${SHOTS}/${size}-${colorScheme}-search-failed.png` });
      assert.deepEqual(faults, []);
      await page.context().close();
    });

    test(`Welcome_${size}_${colorScheme}_NothingSticksOut`, async () => {
      const { page, faults } = await on.open("#empty", { viewport, colorScheme });
      await page.locator(".pair svg.qr").waitFor();
      await page.screenshot({ path: `${SHOTS}/${size}-${colorScheme}-welcome.png` });
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true, "the page scrolls sideways");
      assert.deepEqual(faults, []);
      await page.context().close();
    });
  }
}
