import type { ConsoleApp } from "./consoleApp.ts";
import { Dialog } from "./Dialog.tsx";
import { SHORTCUTS, singleKeys, type Shortcut } from "./shortcuts.ts";

const GROUPS: readonly Shortcut["group"][] = ["Anywhere", "Devices", "Log", "Prompt"];

export function ShortcutSheet({ app }: { app: ConsoleApp }) {
  return (
    <Dialog id="keys" title="Keyboard" onClose={app.dialogs.close}>
      <div class="sheet">
        {GROUPS.map(group => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>{rows(group).map(({ shown, keys, does }) => <div key={does}><dt>{caps(shown ?? (keys[0] as string))}</dt><dd>{does}</dd></div>)}</dl>
          </section>
        ))}
      </div>
      <label class="check">
        <input
          type="checkbox" checked={singleKeys.value}
          onChange={event => {
            singleKeys.value = event.currentTarget.checked;
            app.preferences.set("singleKeys", singleKeys.value ? "" : "off");
          }}
        />
        Single keys work outside of text fields
      </label>
    </Dialog>
  );
}

/** Nine keys that select a device are one line of the sheet. */
function rows(group: Shortcut["group"]): Shortcut[] {
  const shown = new Map<string, Shortcut>();
  for (const shortcut of SHORTCUTS) if (shortcut.group === group && !shown.has(shortcut.does)) shown.set(shortcut.does, shortcut);
  return [...shown.values()];
}

function caps(keys: string) {
  return keys.split(" ").map(key => <kbd key={key}>{key}</kbd>);
}
