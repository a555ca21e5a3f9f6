// The shapes of Bridge.Contracts/Feeds; units and meaning are documented there and in docs/protocol.md.

export interface FeedBatch<T> { page: string; seq: number; origin: number; items: T[] }

export type LogLevel = "debug" | "log" | "info" | "warn" | "error";

export interface CallSite { url: string; line: number; column: number; function?: string }

export interface LogEntry {
  t: number;
  level: LogLevel;
  method: string;
  args: Preview[];
  site?: CallSite;
  stack?: string;
  repeat?: number;
  depth?: number;
  dropped?: number;
}

export type PreviewType =
  | "string" | "number" | "boolean" | "bigint" | "symbol" | "undefined" | "null" | "function" | "object" | "array" | "error"
  | "node" | "map" | "set" | "typedarray" | "date" | "regexp" | "promise" | "weak" | "circular" | "getter" | "thrown";

export interface Preview {
  type: PreviewType;
  value?: string | number | boolean;
  text?: string;
  name?: string;
  size?: number;
  items?: Preview[];
  entries?: PreviewEntry[];
  more?: number;
  message?: string;
  stack?: string;
}

export interface PreviewEntry { key: Preview; value: Preview }

export type Vector = [number | null, number | null, number | null];

export interface MotionSample {
  t: number;
  a?: Vector;
  g?: Vector;
  r?: Vector;
  raw?: { a?: Vector; g?: Vector };
}

export interface OrientationSample { t: number; o: Vector; absolute: boolean }

export type SensorState = "on" | "prompt" | "denied" | "insecure" | "absent" | "waiting";

export interface DeviceStatus {
  page: string;
  url: string;
  title: string;
  agent: string;
  visibility: "visible" | "hidden" | "frozen";
  secure: boolean;
  transport: "ws" | "http";
  viewport?: [number, number, number];
  sensors?: Record<string, SensorState>;
  rtt?: number;
  dropped?: number;
}

/** One message of a page that goes, in the array that it POSTs to `/_bridge/ingest`. */
export interface IngestEntry { feed: string; batch: FeedBatch<unknown> }
