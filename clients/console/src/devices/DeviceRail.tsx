import type { ConsoleApp } from "../app/consoleApp.ts";
import { DeviceCard } from "./DeviceCard.tsx";

export function DeviceRail({ app }: { app: ConsoleApp }) {
  const all = app.devices.all.value;
  const selected = app.devices.selected.value;
  const here = all.filter(device => device.presence !== "offline").length;
  return (
    <nav class="rail" aria-label="Devices">
      <div class="rail-head">
        <h2>Devices</h2>
        <button type="button" class="chip" aria-pressed={selected.size === 0} title="Show all devices (Alt 0)" onClick={() => app.devices.select([])}>
          All{all.length > 0 && <span class="chip-count">{here === all.length ? all.length : `${here}/${all.length}`}</span>}
        </button>
      </div>
      {all.length === 0
        ? <p class="rail-empty">No device yet. Scan the QR code with a phone: it appears here as soon as the page is open.</p>
        : <ul class="devices">{all.map(device => <DeviceCard key={device.device} app={app} device={device} selected={selected.has(device.device)} />)}</ul>}
    </nav>
  );
}
