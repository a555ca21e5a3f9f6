import type { DeviceState, SensorState } from "@bridge/protocol";

export type CheckState = "ok" | "warn" | "bad" | "todo";

/** One thing that has to work between a device and the relay, as the phone's own checklist (`/_bridge/check`) has it. */
export interface Check { title: string; state: CheckState; text: string }

/** What the console knows of a device, as a list to go through from top to bottom. */
export function deviceChecks(device: DeviceState): Check[] {
  if (device.presence === "offline") return [{ title: "Reachable", state: "bad", text: "Not connected. Open the page on it; /_bridge/check at the relay's address says there what is wrong." }];
  const motion = device.sensors?.["motion"];
  return [
    device.presence === "online"
      ? { title: "Reachable", state: "ok", text: device.rtt === undefined ? "Connected." : `Answers in ${device.rtt} ms.` }
      : { title: "Reachable", state: "warn", text: "Asleep: its screen is off, or the page is in the background." },
    device.url?.startsWith("https:")
      ? { title: "Trusted", state: "ok", text: "Its browser took the certificate: trusted, or clicked through once (/_bridge/check on the phone says which)." }
      : { title: "Trusted", state: "todo", text: "Plain http: no certificate was asked for. Pair by the https code." },
    device.secure
      ? { title: "Secure context", state: "ok", text: "Pages may ask for sensors." }
      : { title: "Secure context", state: "bad", text: "Browsers give sensors to https pages only." },
    { title: "Motion sensor", ...sensor(motion) },
    { title: "Permission", ...permission(motion) },
    device.transport === "http"
      ? { title: "Transport", state: "warn", text: "HTTP, because WebSockets don't get through: works, a little slower." }
      : { title: "Transport", state: "ok", text: "WebSocket." },
  ];
}

/** The worst first: what a person should look at. */
export function worst(checks: readonly Check[]): CheckState {
  return (["bad", "todo", "warn"] as const).find(state => checks.some(check => check.state === state)) ?? "ok";
}

function sensor(state: SensorState | undefined): { state: CheckState; text: string } {
  switch (state) {
    case "on": return { state: "ok", text: "Motion comes." };
    case "absent": return { state: "bad", text: "No motion comes: no sensor, or the system keeps it back." };
    case "waiting": return { state: "todo", text: "No event has come yet." };
    default: return { state: "todo", text: state === "insecure" ? "Comes with https." : "Comes with the permission." };
  }
}

function permission(state: SensorState | undefined): { state: CheckState; text: string } {
  switch (state) {
    case "denied": return { state: "bad", text: "Refused on the phone. Its site settings can allow it again." };
    case "prompt": return { state: "todo", text: "Tap “Allow” on the phone." };
    case "insecure": return { state: "todo", text: "Can be asked for on https only." };
    default: return { state: "ok", text: state === "on" ? "Granted, or not needed there." : "Not refused." };
  }
}
