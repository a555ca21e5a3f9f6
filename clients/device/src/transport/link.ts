/** A way to the relay that carries the bytes of one MQTT connection in both directions. */
export interface Link {
  send(bytes: Uint8Array): void;
  /** Bytes handed over that have not left yet. */
  buffered(): number;
  close(): void;
}

export interface LinkEvents {
  open(): void;
  data(bytes: Uint8Array): void;
  /** Told once, not after `close()`. `refused`: the relay knows us and wants nothing of us. */
  closed(refused?: boolean): void;
}

export interface LinkKind {
  readonly name: "ws" | "http";
  /** The credential for CONNECT, where no cookie carries it. Asked for once the link is open. */
  password?(): string;
  open(events: LinkEvents): Link;
}
