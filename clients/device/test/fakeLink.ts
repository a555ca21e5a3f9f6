import { generate, parser } from "mqtt-packet";
import type { Packet } from "mqtt-packet";
import type { LinkEvents, LinkKind } from "../src/transport/link.ts";

/** A link of which the test is the other end; the packets pass through mqtt-packet's codec. */
export class FakeLink {
  readonly packets: any[] = [];
  readonly events: LinkEvents;
  bufferedBytes = 0;
  closed = false;
  #open = false;
  #read = parser({ protocolVersion: 5 });
  constructor(events: LinkEvents) {
    this.events = { ...events, open: () => ((this.#open = true), events.open()) };
    this.#read.on("packet", (packet: Packet) => this.packets.push(packet));
  }
  send(bytes: Uint8Array) {
    if (!this.#open) throw new DOMException("Still in CONNECTING state.", "InvalidStateError"); // as a WebSocket does
    this.#read.parse(Buffer.from(bytes));
  }
  buffered = () => this.bufferedBytes;
  close() { this.closed = true; }
  reply(packet: object) { this.events.data(new Uint8Array(generate(packet as Packet, { protocolVersion: 5 }))); }
  welcome(more: object = {}) {
    this.events.open();
    this.reply({
      cmd: "connack", reasonCode: 0, sessionPresent: false,
      properties: { assignedClientIdentifier: "d1.a", topicAliasMaximum: 4, userProperties: { room: "main", device: "d1" } }, ...more,
    });
  }
  of(cmd: string) { return this.packets.filter((packet) => packet.cmd === cmd); }
}

export class FakeLinks {
  readonly opened: FakeLink[] = [];
  constructor(readonly name: "ws" | "http" = "ws") {}
  kind: LinkKind = {
    name: "ws",
    open: (events) => {
      const link = new FakeLink(events);
      this.opened.push(link);
      return link;
    },
  };
  get last() { return this.opened.at(-1)!; }
}
