import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { openBrowser, openPage } from "./chromium.ts";
import type { Bench } from "./chromium.ts";

let browser: Browser;
before(async () => void (browser = await openBrowser()));
after(() => browser.close());

const FORM = `<body style="height:5000px"><form>
  <input id=text value=start><input name=twin><input name=twin><textarea id=area></textarea>
  <input type=checkbox id=on><input type=checkbox id=off checked>
  <input type=radio name=r value=1 checked><input type=radio name=r value=2>
  <select id=one><option>a<option>b<option>c</select><select id=many multiple><option>a<option selected>b<option>c</select>
  <input type=password id=secret><input type=file id=file><input type=hidden id=hidden><input id=private autocomplete=off><input id=code autocomplete=one-time-code>
</form><script>window.events = []; for (const type of ["input", "change", "click", "submit"]) document.addEventListener(type, e => events.push(type), true)</script>`;

const FILL = `{
  const set = (id, value) => document.getElementById(id).value = value;
  set("text", "typed"); set("area", "two\\nlines"); set("secret", "s3cret"); set("hidden", "h"); set("private", "p"); set("code", "123");
  document.getElementsByName("twin")[1].value = "second";
  on.checked = true; off.checked = false; document.getElementsByName("r")[1].checked = true;
  one.value = "c"; many.options[0].selected = true; many.options[1].selected = false;
  text.focus(); text.setSelectionRange(1, 3); scrollTo(0, 1200);
}`;

const STATE = `[text.value, area.value, ...[...document.getElementsByName("twin")].map(e => e.value), on.checked, off.checked,
  document.querySelector("input[name=r]:checked").value, one.value, [...many.selectedOptions].map(o => o.value).join(), document.activeElement.id, text.selectionStart, text.selectionEnd]`;

const open = async (html: string) => {
  const bench = await openPage(browser, html);
  await connected(bench);
  return bench;
};
const connected = ({ relay }: Bench, than?: unknown) =>
  relay.until("connection", () => relay.last !== than && relay.last?.packets.some((packet) => packet.cmd === "subscribe"));
const reload = async (bench: Bench) => {
  const before = bench.relay.last;
  assert.equal((await bench.relay.command("reload", {})).ok, true);
  await connected(bench, before);
  await bench.page.waitForLoadState("load");
};

test("Reload_OfAForm_KeepsWhatWasEnteredFocusAndScroll", async () => {
  const bench = await open(FORM);
  await bench.page.evaluate(FILL);
  await reload(bench);
  await bench.page.waitForFunction("text.value === 'typed' && scrollY === 1200");
  assert.deepEqual(await bench.page.evaluate(STATE), ["typed", "two\nlines", "", "second", true, false, "2", "c", "a", "text", 1, 3]);
  assert.deepEqual(await bench.page.evaluate("[secret.value, hidden.value, window.private?.value ?? '', code.value]"), ["", "", "", ""], "never kept");
  assert.deepEqual(await bench.page.evaluate("[...new Set(events)]"), ["input"]);
  assert.equal(await bench.page.evaluate("sessionStorage.getItem('bridge:kept')"), null);
  await bench.close();
});

test("Reload_SecretsAndPrivateFields_NeverReachTheStorage", async () => {
  const bench = await open(FORM + `<script>addEventListener("pagehide", () => sessionStorage.setItem("seen", sessionStorage.getItem("bridge:kept")))</script>`);
  await bench.page.evaluate(FILL);
  await reload(bench);
  const seen = String(await (await bench.page.waitForFunction("sessionStorage.getItem('seen')")).jsonValue());
  assert.match(seen, /typed/);
  assert.doesNotMatch(seen, /s3cret|"h"|"p"|123/);
  await bench.close();
});

test("Reload_ByTheVisitorAfterwards_GivesNothingBack", async () => {
  const bench = await open(FORM);
  await bench.page.evaluate(FILL);
  await reload(bench);
  await bench.page.waitForFunction("text.value === 'typed'");
  const before = bench.relay.last;
  await bench.page.goto(bench.page.url());
  await connected(bench, before);
  assert.equal(await bench.page.evaluate("text.value"), "start");
  await bench.close();
});

test("Reload_ToAnotherAddress_GivesNothing", async () => {
  const bench = await open(FORM + `<script>if (sessionStorage.getItem("bridge:kept")) history.replaceState(0, "", "/?elsewhere")</script>`);
  await bench.page.evaluate(FILL);
  await reload(bench);
  await bench.page.waitForFunction("sessionStorage.getItem('bridge:kept') === null");
  assert.equal(await bench.page.evaluate("text.value"), "start");
  await bench.close();
});

test("Reload_FieldsDrawnLater_GetTheirStateWhenTheyAreThere", async () => {
  // Once it was looked for, however long that took: it is waited for no longer than two seconds.
  const bench = await open(`<body><script>addEventListener("load", function draw() {
    if (sessionStorage.getItem("bridge:kept")) setTimeout(draw);
    else document.body.innerHTML += "<input id=late>";
  })</script>`);
  await bench.page.waitForSelector("#late");
  await bench.page.fill("#late", "typed");
  await reload(bench);
  await bench.page.waitForFunction("window.late?.value === 'typed' && document.activeElement === late");
  await bench.close();
});

test("Reload_FieldThatThePageFillsItself_StaysAsThePageHasIt", async () => {
  const bench = await open(`<body><input id=own><script>own.value = "page"</script>`);
  await bench.page.fill("#own", "typed");
  await reload(bench);
  await bench.page.waitForFunction("sessionStorage.getItem('bridge:kept') === null && document.activeElement === own");
  assert.equal(await bench.page.evaluate("own.value"), "page");
  await bench.close();
});
