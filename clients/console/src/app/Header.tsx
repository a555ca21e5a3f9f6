import type { ConsoleApp } from "./consoleApp.ts";
import { ConnectionBadge } from "./ConnectionBadge.tsx";
import { Icon } from "./Icon.tsx";
import { IconButton } from "./IconButton.tsx";
import { RoomSwitcher } from "./RoomSwitcher.tsx";

export function Header({ app }: { app: ConsoleApp }) {
  const dark = app.theme.current.value === "dark";
  return (
    <header class="header">
      <h1 class="brand">
        <img class="logo" src="icon.svg" alt="" />
        <span class="brand-name">{app.connection.info.value?.name ?? "DeviceBridge"}</span>
      </h1>
      <RoomSwitcher app={app} />
      <ConnectionBadge app={app} />
      <div class="header-actions">
        <button type="button" class="button primary pair-button" aria-keyshortcuts="p" title="Pair a phone (p)" onClick={() => { app.dialogs.open.value = "pair"; }}>
          <Icon name="pair" /><span>Pair a phone</span>
        </button>
        <IconButton icon="motion" label="Motion panel" keys="m" pressed={app.motionOpen.value} onClick={() => app.toggleMotion()} />
        <IconButton icon={dark ? "sun" : "moon"} label={dark ? "Light theme" : "Dark theme"} keys="t" onClick={app.theme.switch} />
        <IconButton icon="keys" label="Keyboard shortcuts" keys="?" onClick={() => { app.dialogs.open.value = "keys"; }} />
      </div>
    </header>
  );
}
