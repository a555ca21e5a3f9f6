import assert from "node:assert/strict";
import { test } from "node:test";
import { bookmarklet, scriptTag } from "../../../src/pair/bookmarklet.ts";

const TICKET = "https://192.168.1.20:5443/_bridge/pair#Zm9v-YmFy_YmF6";

test("ScriptTag_OfATicket_NamesScriptAndTicket", () => {
  assert.equal(scriptTag(TICKET), '<script src="https://192.168.1.20:5443/_bridge/bridge.js" data-ticket="Zm9v-YmFy_YmF6"></script>');
});

test("Bookmarklet_Run_AddsTheScriptWithItsTicketAndSaysWhenItDoesNotLoad", () => {
  const added: { src?: string; dataset: Record<string, string>; onerror?: () => void }[] = [];
  const said: string[] = [];
  const document = { createElement: () => ({ dataset: {} }), head: { append: (element: (typeof added)[0]) => added.push(element) } };
  const code = bookmarklet(TICKET);
  assert.match(code, /^javascript:[^\s"<>]+$/);
  new Function("document", "console", decodeURIComponent(code.slice("javascript:".length)))(document, { warn: (text: string) => said.push(text) });

  assert.equal(added[0]?.src, "https://192.168.1.20:5443/_bridge/bridge.js");
  assert.equal(added[0]?.dataset["ticket"], "Zm9v-YmFy_YmF6");
  added[0]?.onerror?.();
  assert.match(said[0] ?? "", /^DeviceBridge: the script did not load .* local network/);
});
