import type { DeviceState, SensorState } from "@bridge/protocol";

export interface SensorNote { kind: string; state: SensorState; text: string; bad: boolean }

/** What each state of a sensor means, and what to do about it. */
function words(kind: string, state: SensorState): { text: string; bad: boolean } | null {
  switch (state) {
    case "on": return null;
    case "prompt": return { text: `${kind}: tap “Allow” on the phone`, bad: false };
    case "waiting": return { text: `${kind}: no event has come yet`, bad: false };
    case "denied": return { text: `${kind} was refused on the phone. Its site settings can allow it again.`, bad: true };
    case "insecure": return { text: `plain http: ${kind} needs https — pair with the https QR`, bad: true };
    case "absent": return { text: `${kind}: this device has no such sensor`, bad: false };
    default: return { text: `${kind}: ${String(state)}`, bad: false };
  }
}

/** The sensors of a device that don't give anything, with the reason. Two with the same reason are one line. */
export function sensorNotes(device: DeviceState): SensorNote[] {
  const byState = new Map<SensorState, string[]>();
  for (const [kind, state] of Object.entries(device.sensors ?? {})) byState.set(state, [...(byState.get(state) ?? []), kind]);
  const notes: SensorNote[] = [];
  for (const [state, kinds] of byState) {
    // Orientation fails for the same reason as motion; naming motion says enough.
    const kind = kinds.includes("motion") ? "motion" : (kinds[0] as string);
    const said = words(kind, state);
    if (said) notes.push({ kind, state, ...said });
  }
  return notes;
}

/** The kinds that give values. */
export function sensorsOn(device: DeviceState): string[] {
  return Object.entries(device.sensors ?? {}).filter(([, state]) => state === "on").map(([kind]) => kind);
}
