// What the relay's hub streams to a console: the same payloads as on MQTT, several in a frame, at most one frame per 16 ms.

export interface FrameMessage {
  topic: string;
  /** When the relay got it, milliseconds since 1970 by the relay's clock. */
  time: number;
  /** Where the journal holds it; what is not journalled (sensors, states) has none. */
  cursor?: string;
  payload: unknown;
}

export interface Frame {
  messages?: FrameMessage[];
  /** How many messages this console was too slow for, by feed. */
  skipped?: Record<string, number> | null;
  /** Set once: what follows happens now. */
  live?: boolean | null;
  /** Where to resume: everything journalled up to here has been sent. */
  cursor?: string | null;
  /** With `live`: why what was kept could not be read, in words for a person. No cursor comes from here on. */
  unread?: string | null;
  /** The last frame of a stream that had `unread`: it can be read now. */
  again?: boolean | null;
}
