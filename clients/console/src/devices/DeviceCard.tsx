import { useSignal } from "@preact/signals";
import type { DeviceState } from "@bridge/protocol";
import type { ConsoleApp } from "../app/consoleApp.ts";
import { IconButton } from "../app/IconButton.tsx";
import { ColorDot } from "./ColorDot.tsx";
import { CheckList } from "./CheckList.tsx";
import { deviceActions } from "./deviceActions.ts";
import { DeviceName } from "./DeviceName.tsx";
import { sensorNotes, sensorsOn } from "./sensorReason.ts";

interface Props { app: ConsoleApp; device: DeviceState; selected: boolean }

export function DeviceCard({ app, device, selected }: Props) {
  const renaming = useSignal(false);
  const actions = deviceActions(app, device);
  const away = device.presence === "offline";
  const renamed = (label: string | null) => {
    if (!renaming.peek()) return;
    renaming.value = false;
    if (label) void actions.rename(label);
  };
  return (
    <li class={`device ${device.presence}${selected ? " selected" : ""}`} data-device={device.device}>
      <div class="device-head">
        <ColorDot color={device.color} />
        <DeviceName label={device.label} editing={renaming.value} onDone={renamed} />
        <Presence device={device} />
      </div>
      <button
        type="button" class="device-select" aria-pressed={selected} title="Show this device alone (Ctrl-click: add it)" aria-label={`Show ${device.label} alone`}
        onClick={event => app.devices.toggle(device.device, event.ctrlKey || event.metaKey || event.shiftKey)}
      />
      <p class="device-line browser"><span>{device.browser ?? "Unknown browser"}</span>{!away && device.transport && <Transport over={device.transport} />}</p>
      <p class="device-line page" title={device.url ?? ""}>{device.url ? <>{device.title || "Untitled page"} <span class="device-path">{path(device.url)}</span></> : lastSeen(device.since)}</p>
      {!away && sensorNotes(device).map(note => <p key={note.kind} class={`device-note${note.bad ? " bad" : ""}`}>{note.text}</p>)}
      {!away && (device.dropped ?? 0) > 0 && <p class="device-note bad">{device.dropped?.toLocaleString("en")} items dropped on the device</p>}
      <CheckList device={device} />
      {!away && device.policy && <PolicyNote added={device.policy} />}
      <div class="device-actions">
        <IconButton icon="flash" label={`Flash ${device.label}`} onClick={actions.flash} disabled={away} />
        <IconButton icon="reload" label={`Reload ${device.label}`} onClick={actions.reload} disabled={away} />
        <IconButton icon="navigate" label={`Navigate ${device.label}`} onClick={actions.navigate} disabled={away} />
        <IconButton icon="rename" label={`Rename ${device.label}`} onClick={() => { renaming.value = true; }} />
        <IconButton icon="remove" label={`Remove ${device.label}`} onClick={actions.remove} danger />
        {!away && sensorsOn(device).length > 0 && <span class="device-sensors" title={`Sensors that send: ${sensorsOn(device).join(", ")}`}>motion</span>}
      </div>
    </li>
  );
}

/** What the relay changed in the page's policy: nothing of it happens unseen. */
function PolicyNote({ added }: { added: string[] }) {
  return (
    <details class="device-note policy">
      <summary>Policy extended for the bridge</summary>
      {added.map(one => <code key={one}>{one}</code>)}
    </details>
  );
}

/** What carries the device's MQTT. HTTP works as well as a WebSocket, only later: worth seeing when a phone feels slow. */
function Transport({ over }: { over: "ws" | "http" }) {
  return over === "ws"
    ? <span class="transport" title="This device is connected over a WebSocket">WebSocket</span>
    : <span class="transport http" title="This device is connected over HTTP: something between it and the relay blocks WebSockets. It tries them again by itself.">HTTP</span>;
}

/** Online with its round trip, or in words why it isn't. */
function Presence({ device }: { device: DeviceState }) {
  const since = device.since ? `since ${new Date(device.since).toLocaleTimeString()}` : "";
  if (device.presence !== "online") return <span class="presence" title={since}>{device.presence}</span>;
  return (
    <span class="presence" title={`online ${since}${device.pages > 1 ? `, ${device.pages} pages` : ""}`}>
      {device.rtt === undefined ? "online" : `${device.rtt < 10 ? device.rtt.toFixed(1) : Math.round(device.rtt)} ms`}
    </span>
  );
}

/** For a device of which nothing else is known: it was here before the relay was started. */
function lastSeen(since: string): string {
  const time = new Date(since);
  return Number.isNaN(time.getTime()) ? "Not seen yet" : `Last seen ${time.toLocaleString([], { dateStyle: "medium", timeStyle: "short" })}`;
}

function path(url: string | undefined): string {
  if (!url) return "";
  try {
    const { pathname, search } = new URL(url);
    return pathname + search;
  } catch {
    return url;
  }
}
