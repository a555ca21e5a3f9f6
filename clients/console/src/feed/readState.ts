import type { DeviceState, JournalState, Presence, RoomPresence, SensorState } from "@bridge/protocol";

const PRESENCES = new Set<string>(["online", "asleep", "offline"]);
const COLOR = /^#[0-9a-f]{6}$/i;

/** The relay writes states, but from what devices said: each member is checked for its type. */
export function readState(payload: unknown, device: string): DeviceState | null {
  if (typeof payload !== "object" || payload === null) return null;
  const loose = payload as Record<string, unknown>;
  const state: DeviceState = {
    device,
    label: text(loose.label) ?? device,
    color: COLOR.test(String(loose.color)) ? String(loose.color) : "#8a94a6",
    presence: PRESENCES.has(String(loose.presence)) ? (loose.presence as Presence) : "offline",
    since: text(loose.since) ?? "",
    pages: number(loose.pages) ?? 0,
  };
  for (const key of ["browser", "page", "url", "title", "agent"] as const) {
    const value = text(loose[key]);
    if (value !== undefined) state[key] = value;
  }
  if (typeof loose.secure === "boolean") state.secure = loose.secure;
  if (loose.transport === "ws" || loose.transport === "http") state.transport = loose.transport;
  for (const key of ["rtt", "dropped"] as const) {
    const value = number(loose[key]);
    if (value !== undefined) state[key] = value;
  }
  if (Array.isArray(loose.viewport) && loose.viewport.length === 3) state.viewport = loose.viewport.map(Number) as [number, number, number];
  if (Array.isArray(loose.policy) && loose.policy.length > 0) state.policy = loose.policy.slice(0, 16).map(String);
  if (typeof loose.sensors === "object" && loose.sensors !== null) state.sensors = sensors(loose.sensors);
  return state;
}

export function readPresence(payload: unknown): RoomPresence {
  const loose = (payload ?? {}) as Partial<RoomPresence>;
  return { online: number(loose.online) ?? 0, consoles: number(loose.consoles) ?? 1, devices: [] };
}

/** Null, which clears it, is as good as "keeps". */
export function readJournal(payload: unknown): Pick<JournalState, "keeps" | "reason"> {
  const loose = (payload ?? {}) as Partial<JournalState>;
  const reason = text(loose.reason);
  return { keeps: loose.keeps !== false, ...(reason === undefined ? {} : { reason }) };
}

function sensors(loose: object): Record<string, SensorState> {
  return Object.fromEntries(Object.entries(loose).map(([kind, state]) => [kind, String(state) as SensorState]));
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function number(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}
