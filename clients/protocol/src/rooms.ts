// The shapes of Bridge.Contracts/Rooms.
import type { SensorState } from "./feeds.ts";

export type Presence = "online" | "asleep" | "offline";

export interface DeviceState {
  device: string;
  label: string;
  color: string;
  presence: Presence;
  since: string;
  pages: number;
  browser?: string;
  page?: string;
  url?: string;
  title?: string;
  agent?: string;
  secure?: boolean;
  transport?: "ws" | "http";
  viewport?: [number, number, number];
  sensors?: Record<string, SensorState>;
  rtt?: number;
  dropped?: number;
  /** What the relay added to the page's Content-Security-Policy: a directive and a source each. */
  policy?: string[];
}

export interface PresentDevice { device: string; label: string; color: string; presence: Presence }

/** Whether what is logged is kept; `reason` says why not. */
export interface JournalState { keeps: boolean; since: string; reason?: string }

export interface RoomPresence { online: number; consoles: number; devices: PresentDevice[] }
