// The shapes of Bridge.Contracts/Commands.
import type { Preview } from "./feeds.ts";

export interface EvalCommand { id?: string; code: string; timeoutMs?: number }
export interface ReloadCommand { id?: string; build?: string }
/** `text`: what the only file says, a style sheet, so that it can be shown before it is loaded. */
export interface CssCommand { id?: string; files: string[]; build?: string; renamed?: Record<string, string>; near?: boolean; text?: string }
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
