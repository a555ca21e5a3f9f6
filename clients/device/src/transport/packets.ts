// The MQTT 5 packets that a device sends. OASIS MQTT Version 5.0; the clause of each is beside it.

export type Bytes = readonly number[] | Uint8Array;

/** User properties, in order. */
export type Pairs = readonly (readonly [string, string])[];

const utf8 = new TextEncoder();

/** 2.1 Fixed header: | type, flags | remaining length, 1 to 4 bytes | what follows |. */
function packet(first: number, ...parts: Bytes[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const head = [first, ...varint(length)];
  const bytes = new Uint8Array(head.length + length);
  let at = 0;
  for (const part of [head, ...parts]) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** 1.5.5 Variable Byte Integer: seven bits a byte, least significant first, the top bit says that more follow. */
function varint(value: number): number[] {
  const bytes = [];
  do {
    bytes.push((value & 127) | (value > 127 ? 128 : 0));
    value >>= 7;
  } while (value > 0);
  return bytes;
}

const u16 = (value: number): number[] => [value >> 8, value & 255];
const u32 = (value: number): number[] => [...u16(value >>> 16), ...u16(value & 65535)];
/** 1.5.6 Binary Data and 1.5.4 UTF-8 Encoded String: two bytes of length first. */
const binary = (bytes: Bytes): number[] => [...u16(bytes.length), ...bytes];
const text = (value: string): number[] => binary(utf8.encode(value));
/** 2.2.2 Properties: their length first. */
const properties = (bytes: Bytes): number[] => [...varint(bytes.length), ...bytes];

export interface Connect {
  /** Empty: the relay assigns one. */
  clientId: string;
  cleanStart: boolean;
  keepAlive: number;
  sessionExpiry: number;
  receiveMaximum: number;
  user: Pairs;
  /** A device's credential, where no cookie carries it; the user name says what it is. */
  password?: string | undefined;
}

/** 3.1 CONNECT. */
export function connect(c: Connect): Uint8Array {
  const props = [0x11, ...u32(c.sessionExpiry), 0x21, ...u16(c.receiveMaximum)];
  for (const [key, value] of c.user) props.push(0x26, ...text(key), ...text(value));
  // 3.1.2.3 Connect Flags: bit 7 user name, bit 6 password, bit 1 clean start.
  const { password } = c;
  return packet(
    0x10, text("MQTT"), [5, (password ? 0xc0 : 0) | (c.cleanStart ? 2 : 0)], u16(c.keepAlive), properties(props), text(c.clientId),
    password ? [...text("device"), ...text(password)] : [],
  );
}

export interface Publish {
  topic: string;
  payload: Uint8Array;
  /** Packet identifier: with one it is QoS 1, without QoS 0. */
  id?: number;
  /** 3.3.1.1: sent before with the same identifier. */
  again?: boolean;
  /** 3.3.2.3.4 Topic Alias; with an empty topic it stands for the topic sent with it before. */
  alias?: number;
  correlation?: Uint8Array | undefined;
}

/** 3.3 PUBLISH. QoS 1 says that its payload is JSON; sensor messages (QoS 0) save those bytes. */
export function publish(p: Publish): Uint8Array {
  const props: number[] = p.id ? [0x01, 1, 0x03, ...text("application/json")] : [];
  if (p.alias) props.push(0x23, ...u16(p.alias));
  if (p.correlation) props.push(0x09, ...binary(p.correlation));
  return packet(
    0x30 | (p.id ? 2 : 0) | (p.again ? 8 : 0),
    text(p.topic),
    p.id ? u16(p.id) : [],
    properties(props),
    p.payload,
  );
}

/** 3.4 PUBACK, success: the reason code may be left out. */
export const puback = (id: number): Uint8Array => packet(0x40, u16(id));

/** 3.8 SUBSCRIBE, each filter with QoS 1. */
export const subscribe = (id: number, filters: readonly string[]): Uint8Array =>
  packet(0x82, u16(id), [0], ...filters.map((filter) => [...text(filter), 1]));

/** 3.12 PINGREQ. */
export const pingreq = (): Uint8Array => packet(0xc0);

/** 3.14 DISCONNECT, normal; `expiry` replaces the session's expiry interval. */
export const disconnect = (expiry: number): Uint8Array => packet(0xe0, [0], properties([0x11, ...u32(expiry)]));
