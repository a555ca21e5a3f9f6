import assert from "node:assert/strict";
import { test } from "node:test";
import { bookmarklet, scriptTag } from "../../../src/pair/bookmarklet.ts";

const TICKET = "https://192.168.1.20:5443/_bridge/pair#Zm9v-YmFy_YmF6";

test("ScriptTag_OfATicket_NamesScriptAndTicket", () => {
  assert.equal(scriptTag(TICKET), '<script src="https://192.168.1.20:5443/_bridge/bridge.js" data-ticket="Zm9v-YmFy_YmF6"></script>');
});

/** Runs it on a page of the test's making: what it added, and what it says once the script has not come. */
async function click(page: { protocol: string; ticket?: string; permission?: string; violation?: { blockedURI: string; effectiveDirective: string; disposition?: string }; refuses?: boolean }) {
  const added: { src?: string; dataset: Record<string, string>; onerror?: () => void }[] = [];
  const [said, shown]: string[][] = [[], []];
  let violated = (_: object) => {};
  const document = {
    createElement: () => ({ dataset: {} }), addEventListener: (_: string, run: typeof violated) => (violated = run),
    head: { append(element: (typeof added)[0]) { if (page.refuses) throw new TypeError("no TrustedScriptURL"); added.push(element); } },
  };
  const timers: (() => Promise<void>)[] = [];
  const window = { alert: (text: string) => shown!.push(text), location: { protocol: page.protocol }, setTimeout: (run: () => Promise<void>) => timers.push(run) };
  const navigator = { permissions: { query: async () => { if (!page.permission) throw new TypeError(); return { state: page.permission }; } } };
  const code = bookmarklet(page.ticket ?? TICKET);
  assert.match(code, /^javascript:[^\s"<>]+$/);
  new Function("document", "window", "navigator", "console", decodeURIComponent(code.slice("javascript:".length)))(document, window, navigator, { warn: (text: string) => said!.push(text) });
  added[0]?.onerror?.();
  if (page.violation) violated({ disposition: "enforce", ...page.violation });
  await timers[0]?.();
  assert.deepEqual(said, shown);
  return { added, said: said![0] ?? "" };
}

test("Bookmarklet_Run_AddsTheScriptWithItsTicket", async () => {
  const { added } = await click({ protocol: "http:" });
  assert.deepEqual([added[0]?.src, added[0]?.dataset["ticket"]], ["https://192.168.1.20:5443/_bridge/bridge.js", "Zm9v-YmFy_YmF6"]);
});

const troubles: [string, Parameters<typeof click>[0], RegExp][] = [
  ["nothing is known", { protocol: "http:" }, /^DeviceBridge: the script did not load from https:\/\/192\.168\.1\.20:5443\. Is the relay running/],
  ["the browser may have asked", { protocol: "https:", permission: "prompt" }, /local network, choose Allow/],
  ["the local network is denied", { protocol: "https:", permission: "denied" }, /"Local network access"/],
  ["the relay is http", { protocol: "https:", ticket: TICKET.replace("https", "http") }, /is http, which browsers block/],
  ["a policy forbids it", { protocol: "https:", violation: { blockedURI: "https://192.168.1.20:5443/_bridge/bridge.js", effectiveDirective: "script-src-elem" } }, /Content-Security-Policy .*script-src-elem.* wss:\/\/192\.168\.1\.20:5443/],
  ["a policy wants trusted types", { protocol: "https:", refuses: true, violation: { blockedURI: "trusted-types-sink", effectiveDirective: "require-trusted-types-for" } }, /require-trusted-types-for/],
  ["a policy only reports", { protocol: "http:", violation: { blockedURI: "https://192.168.1.20:5443/_bridge/bridge.js", effectiveDirective: "script-src", disposition: "report" } }, /Is the relay running/],
];

for (const [name, page, expected] of troubles) {
  test(`Bookmarklet_Where ${name}_SaysWhatToDo`, async () => assert.match((await click(page)).said, expected));
}
