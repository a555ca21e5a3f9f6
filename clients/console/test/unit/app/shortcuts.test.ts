import assert from "node:assert/strict";
import { test } from "node:test";
import { keyName, SHORTCUTS } from "../../../src/app/shortcuts.ts";

const key = (key: string, more: Partial<KeyboardEvent> = {}) => keyName({ key, code: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more } as KeyboardEvent);

test("KeyName_Modifiers_AreInFront", () => {
  assert.deepEqual([key("x"), key("?", { shiftKey: true }), key("R", { shiftKey: true }), key("l", { ctrlKey: true }), key("L", { metaKey: true }), key("¡", { altKey: true, code: "Digit1" })], ["x", "?", "Shift+R", "Mod+l", "Mod+l", "Alt+1"]);
});

test("Shortcuts_KeysThatWorkAnywhere_AreUnique", () => {
  const keys = SHORTCUTS.filter(shortcut => shortcut.run).flatMap(shortcut => shortcut.keys);
  assert.deepEqual(keys.filter((name, i) => keys.indexOf(name) !== i), []);
});

test("Shortcuts_EachOne_SaysWhatItDoes", () => {
  for (const shortcut of SHORTCUTS) assert.ok(shortcut.does.length > 0 && shortcut.keys.length > 0);
});
