import type { CommandReply, JournalState } from "@bridge/protocol";
import type { Frame, FrameMessage } from "./frames.ts";

export interface RelayInfo {
  name: string;
  version?: string;
  device?: string;
  /** Absent or null where the relay serves phones by plain http only. */
  deviceTls?: string | null;
  console?: string;
  mqtt?: string;
  exposed?: string;
  /** Whether phones have a certificate to install (`authority()`). */
  authority?: boolean;
  /** The origins of pages elsewhere that may carry the script. */
  pageOrigins?: string[];
  journal?: Pick<JournalState, "keeps" | "reason">;
}

/** How the console's own stream comes: over a WebSocket, or over HTTP where that is blocked. */
export type ConsoleTransport = "ws" | "http";

export type Scheme = "https" | "http";

/** A fresh invitation to pair; `qr.modules` has one character a module, row by row, "1" is dark. */
export interface Ticket {
  url: string;
  code: string;
  expiresAt: string;
  qr: { size: number; modules: string };
  urls?: Partial<Record<Scheme, string | null>>;
}

/** Where phones install the relay's certificate, and what to compare. */
export interface Authority { url: string; qr: { size: number; modules: string }; sha256: string }

/** What became of a command on one device: a reply, or why there is none (`timeout`, `offline`, …). */
export interface CommandOutcome {
  device: string;
  label: string;
  reply?: CommandReply;
  failure?: string;
}

export interface FrameSink {
  /** Called once, before the first frame. */
  up?(transport: ConsoleTransport): void;
  frame(frame: Frame): void;
  /** Called once, when the stream has ended for whatever reason. */
  lost(reason: string): void;
}

/** The relay doesn't know this browser (any more): only a new launch address helps. */
export class UnauthorisedError extends Error {}

/** Everything that the console asks of a relay. One implementation talks to a real relay, the other is a test's. */
export interface ConsoleSource {
  info(): Promise<RelayInfo>;
  rooms(): Promise<string[]>;
  createRoom(room: string): Promise<void>;
  /** Streams a room, from just after `since` where the journal still has it; returns what stops it. */
  watch(room: string, since: string | null, sink: FrameSink): () => void;
  /** What the journal has of a room, oldest first; the query's names are those of `GET /api/rooms/{room}/log`. Ends early when `given` is aborted. */
  search(room: string, query: Record<string, string>, given: AbortSignal): AsyncIterable<FrameMessage>;
  command(room: string, device: string, command: string, args: object): Promise<CommandOutcome[]>;
  ticket(room: string, scheme: Scheme): Promise<Ticket>;
  authority(): Promise<Authority>;
  rename(room: string, device: string, label: string): Promise<void>;
  revoke(room: string, device: string): Promise<void>;
}
