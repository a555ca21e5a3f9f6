// The shapes of Bridge.Contracts/Commands.
import type { Preview } from "./feeds.ts";

export interface EvalCommand { id?: string; code: string; timeoutMs?: number }
export interface ReloadCommand { id?: string; build?: string }
export interface CssCommand { id?: string; files: string[]; build?: string; renamed?: Record<string, string>; near?: boolean }
export interface NavigateCommand { id?: string; url: string }
export interface IdentifyCommand { id?: string; seconds?: number }

export interface CommandReply {
  id?: string;
  page: string;
  ok: boolean;
  value?: Preview;
  error?: Preview;
  result?: unknown;
  ms?: number;
}
