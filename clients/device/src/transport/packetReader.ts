// The MQTT 5 packets that a relay sends, taken out of a byte stream that is split anywhere.

export const CONNACK = 2;
export const PUBLISH = 3;
export const PUBACK = 4;
export const PINGRESP = 13;
export const DISCONNECT = 14;

/** 2.2.2 Properties by identifier; user properties (0x26) are taken together. */
export interface Properties {
  numbers: Record<number, number>;
  data: Record<number, Uint8Array>;
  user: Record<string, string>;
}

export interface Packet {
  type: number;
  /** CONNACK 3.2.2.2, PUBACK 3.4.2.1, DISCONNECT 3.14.2.1; 0 where it is left out. */
  reason: number;
  /** CONNACK 3.2.2.1.1. */
  sessionPresent: boolean;
  /** PUBLISH with QoS 1, PUBACK. */
  id: number;
  topic: string;
  payload: Uint8Array;
  properties: Properties;
}

/** Far above what the relay sends to a device: beyond it, it isn't MQTT. */
const LARGEST = 1 << 20;

export const utf8 = new TextDecoder();

/** Returns what takes the next bytes; it throws at malformed input, after which the link is of no more use. */
export function createPacketReader(receive: (packet: Packet) => void): (bytes: Uint8Array) => void {
  let rest = new Uint8Array(0);
  return (bytes) => {
    const all = new Uint8Array(rest.length + bytes.length);
    all.set(rest);
    all.set(bytes, rest.length);
    let at = 0;
    for (;;) {
      const header = readHeader(all, at);
      if (!header || header.end > all.length) break;
      receive(readPacket(all[at]!, all.subarray(header.start, header.end)));
      at = header.end;
    }
    rest = all.slice(at);
  };
}

/** 2.1.4: the remaining length; null where its bytes are not all there. */
function readHeader(bytes: Uint8Array, at: number): { start: number; end: number } | null {
  let length = 0;
  for (let i = 1; i < 5; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return null;
    length |= (byte & 127) << (7 * (i - 1));
    if (length > LARGEST) break;
    if (byte < 128) return { start: at + i + 1, end: at + i + 1 + length };
  }
  throw new Error("malformed length");
}

function readPacket(first: number, body: Uint8Array): Packet {
  const type = first >> 4;
  const packet: Packet = {
    type, reason: 0, sessionPresent: false, id: 0, topic: "", payload: body, properties: { numbers: {}, data: {}, user: {} },
  };
  const fields = createFieldReader(body);
  if (type === CONNACK) {
    packet.sessionPresent = (fields.number(1) & 1) > 0;
    packet.reason = fields.number(1);
    fields.properties(packet.properties);
  } else if (type === PUBLISH) {
    packet.topic = utf8.decode(fields.binary());
    if (first & 6) packet.id = fields.number(2);
    fields.properties(packet.properties);
    packet.payload = fields.rest();
  } else if (type === PUBACK) {
    packet.id = fields.number(2);
    if (body.length > 2) packet.reason = fields.number(1);
  } else if (type === DISCONNECT && body.length) {
    packet.reason = fields.number(1);
  }
  return packet;
}

function createFieldReader(bytes: Uint8Array) {
  let at = 0;
  const number = (size: number) => {
    let value = 0;
    if (at + size > bytes.length) throw new Error("truncated packet");
    while (size--) value = value * 256 + bytes[at++]!;
    return value;
  };
  const take = (size: number) => {
    if (at + size > bytes.length) throw new Error("truncated packet");
    return bytes.subarray(at, (at += size));
  };
  const varint = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = number(1);
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const binary = () => take(number(2));
  return {
    number,
    binary,
    rest: () => bytes.subarray(at),
    properties(into: Properties) {
      const end = varint() + at;
      while (at < end) {
        const id = number(1);
        if (id === 0x26) {
          const key = utf8.decode(binary());
          into.user[key] = utf8.decode(binary());
        } else if (isBinary(id)) into.data[id] = binary();
        else into.numbers[id] = id === 0x0b ? varint() : number(sizeOf(id));
      }
    },
  };
}

/** 2.2.2.2, table 2-4: strings and binary data. */
const isBinary = (id: number): boolean => [0x03, 0x08, 0x09, 0x12, 0x15, 0x16, 0x1a, 0x1c, 0x1f].includes(id);

/** 2.2.2.2, table 2-4: four- and two-byte integers; every other is one byte. */
const sizeOf = (id: number): number =>
  [0x02, 0x11, 0x18, 0x27].includes(id) ? 4 : [0x13, 0x21, 0x22, 0x23].includes(id) ? 2 : 1;
