import type { Platform } from "../platform.ts";
import type { Link, LinkKind } from "./link.ts";
import * as packets from "./packets.ts";
import { CONNACK, DISCONNECT, PINGRESP, PUBACK, PUBLISH, createPacketReader, utf8 } from "./packetReader.ts";
import type { Properties } from "./packetReader.ts";

/** From opening the link to CONNACK: with a reconnect delay of up to a second, the other link has its turn within 5 s. */
const CONNECT_WITHIN = 3500;
/** A relay that is gone is found after at most PING_EVERY + PONG_WITHIN: 27 s, where 40 are promised. */
const PING_EVERY = 15_000;
const PONG_WITHIN = 12_000;
/** Seconds. Above the one wake-up a minute that a hidden page gets, below the relay's 120. */
const KEEP_ALIVE = 90;
/** Seconds, as the relay's limit. */
const SESSION_EXPIRY = 600;
const RECEIVE_MAXIMUM = 16;

/** MQTT 5, 3.2.2.2: the relay does not want this device (any more). */
export const NOT_AUTHORIZED = 0x87;
/** MQTT 5, 3.2.2.2: the assigned client id has become of no use, e.g. after the device was paired anew. */
export const CLIENT_ID_NOT_VALID = 0x85;
/** Not a reason code of MQTT's: the link ended without a word. */
export const LINK_LOST = 0;

/** What CONNACK told. */
export interface Welcome {
  resumed: boolean;
  clientId: string;
  properties: Properties;
}

export interface SessionEvents {
  up(welcome: Welcome): void;
  message(topic: string, payload: string, correlation: Uint8Array | undefined): void;
  acked(id: number, reason: number): void;
  rtt(ms: number): void;
  /** Told once, not after `end()`. */
  down(reason: number): void;
}

/** One MQTT connection over one link, from CONNECT to its end. */
export interface Session {
  send(packet: Uint8Array): void;
  buffered(): number;
  /** Asks for a sign of life within `ms`. */
  check(ms: number): void;
  /** DISCONNECT; `forget` ends the session on the relay too. */
  end(forget: boolean): void;
}

export function openSession(
  { now, setTimeout, clearTimeout }: Platform,
  kind: LinkKind,
  clientId: string,
  user: packets.Pairs,
  events: SessionEvents,
): Session {
  let over = false;
  let begun = false;
  let pingedAt = 0;
  let ping = 0;
  let deadline = setTimeout(() => fail(LINK_LOST), CONNECT_WITHIN);

  const stop = () => {
    over = true;
    clearTimeout(deadline);
    clearTimeout(ping);
    link.close();
  };
  const fail = (reason: number) => {
    if (over) return;
    stop();
    events.down(reason);
  };
  const check = (ms: number) => {
    if (over) return;
    clearTimeout(ping);
    clearTimeout(deadline);
    deadline = setTimeout(() => fail(LINK_LOST), ms);
    pingedAt ||= now();
    link.send(packets.pingreq());
  };

  const read = createPacketReader((packet) => {
    if (over) return;
    const { type, id, reason, properties } = packet;
    if (type === CONNACK) {
      if (reason) return fail(reason);
      events.up({ resumed: packet.sessionPresent, clientId: text(properties.data[0x12]) || clientId, properties });
      check(PONG_WITHIN);
    } else if (type === PUBLISH) {
      // Acknowledged before it is carried out: a command that reloads the page must not come a second time.
      if (id) link.send(packets.puback(id));
      events.message(packet.topic, utf8.decode(packet.payload), properties.data[0x09]?.slice());
    } else if (type === PUBACK) events.acked(id, reason);
    else if (type === PINGRESP) {
      clearTimeout(deadline);
      if (pingedAt) events.rtt(now() - pingedAt);
      pingedAt = 0;
      clearTimeout(ping);
      ping = setTimeout(() => check(PONG_WITHIN), PING_EVERY);
    } else if (type === DISCONNECT) fail(reason || LINK_LOST);
  });

  const link: Link = kind.open({
    open() {
      begun = true;
      link.send(packets.connect({
        clientId, user, cleanStart: !clientId, keepAlive: KEEP_ALIVE, sessionExpiry: SESSION_EXPIRY, receiveMaximum: RECEIVE_MAXIMUM, password: kind.password?.(),
      }));
    },
    data(bytes) {
      try {
        read(bytes);
      } catch {
        fail(LINK_LOST); // not MQTT: as good as no link
      }
    },
    closed: (refused) => fail(refused ? NOT_AUTHORIZED : LINK_LOST),
  });

  return {
    send: (bytes) => over || link.send(bytes),
    buffered: () => link.buffered(),
    check,
    end(forget) {
      if (over) return;
      if (begun) link.send(packets.disconnect(forget ? 0 : SESSION_EXPIRY)); // a socket that isn't open yet would throw
      stop();
    },
  };
}

const text = (bytes: Uint8Array | undefined): string => (bytes ? utf8.decode(bytes) : "");
