import type { Platform } from "./platform.ts";

/** One load of the script. */
export interface Page {
  readonly id: string;
  /** Milliseconds since 1970 of the instant from which items count. */
  readonly origin: number;
}

/** 80 random bits, also where the context is not secure (`randomUUID` needs one). */
export function createPage({ win, origin }: Platform): Page {
  const bytes = win.crypto.getRandomValues(new Uint8Array(10));
  return { id: Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""), origin };
}
