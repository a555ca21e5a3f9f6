import { EventEmitter, once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocketServer, createWebSocketStream } from "ws";
import { generate, parser } from "mqtt-packet";
import type { IConnackPacket, Packet } from "mqtt-packet";

export interface Received { feed: string; payload: any; correlation?: Buffer; dup: boolean; alias?: number; packetId?: number; connection: RelayConnection }

/** One MQTT connection as the relay sees it. */
export class RelayConnection {
  connect: any = null;
  readonly packets: Packet[] = [];
  constructor(readonly stream: Duplex) {}
  send(packet: Packet) { this.stream.write(generate(packet, { protocolVersion: 5 })); }
}

/** What a request carries; rejects where the browser gives it up half-way. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** As much of a relay as the device script needs, on an independent codec (mqtt-packet), with faults to order. */
export class TestRelay extends EventEmitter {
  readonly http: Server;
  readonly connections: RelayConnection[] = [];
  readonly received: Received[] = [];
  readonly ingested: any[] = [];
  readonly requests: string[] = [];
  /** Path, or path with the name of a query, to body; what the page under test is made of. */
  readonly files = new Map<string, { type: string; body: string; headers?: Record<string, string>; status?: number }>();
  /** CONNACK beyond the defaults; reasonCode 0x87 refuses. */
  connack: Partial<IConnackPacket> = {};
  acknowledge = true;
  /** PUBACK's reason for every batch of a feed; 0x97: the journal can't keep it now. */
  verdict = 0;
  answerPings = true;
  allowWebSocket = true;
  /** A socket that is asked for is neither opened nor refused. */
  holdWebSocket = false;
  sessions = new Set<string>();
  #sockets = new Set<Duplex>();
  #commands = 0;
  #killed = false;
  port = 0;

  constructor() {
    super();
    this.setMaxListeners(100);
    this.http = createServer((request, response) => void this.#answer(request, response));
    const sockets = new WebSocketServer({ noServer: true, handleProtocols: (offered) => offered.has("mqtt") && "mqtt" });
    this.http.on("connection", (socket) => {
      if (this.#killed) return void socket.destroy(); // it was in the backlog
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
    this.http.on("upgrade", (request, socket, head) => {
      this.requests.push(`UPGRADE ${request.url}`);
      this.emit("change");
      if (this.holdWebSocket) return void socket.on("error", () => {}); // until the browser gives it up
      if (!this.allowWebSocket) return void socket.destroy();
      sockets.handleUpgrade(request, socket, head, (ws) => {
        const stream = createWebSocketStream(ws);
        stream.on("error", () => {});
        this.accept(stream);
      });
    });
  }

  async listen(port = 0): Promise<this> {
    this.http.listen(port, "127.0.0.1");
    await once(this.http, "listening");
    this.http.unref(); // A test that fails leaves it open: its file must end all the same.
    this.port = (this.http.address() as AddressInfo).port;
    return this;
  }

  get url() { return `http://127.0.0.1:${this.port}`; }

  accept(stream: Duplex): RelayConnection {
    const connection = new RelayConnection(stream);
    this.connections.push(connection);
    const read = parser({ protocolVersion: 5 });
    read.on("packet", (packet: Packet) => this.#packet(connection, packet));
    read.on("error", (error: Error) => this.emit("malformed", error));
    stream.on("data", (bytes: Buffer) => read.parse(bytes));
    return connection;
  }

  #packet(connection: RelayConnection, packet: any) {
    connection.packets.push(packet);
    const aliases: Map<number, string> = ((connection as any).aliases ??= new Map());
    if (packet.cmd === "connect") {
      connection.connect = packet;
      const id = packet.clientId || `d1.${this.connections.length}`;
      const resumed = !packet.clean && this.sessions.has(id);
      this.sessions.add(id);
      connection.send({
        cmd: "connack", reasonCode: 0, sessionPresent: resumed, ...this.connack,
        properties: {
          assignedClientIdentifier: id, topicAliasMaximum: 16, receiveMaximum: 64, maximumPacketSize: 262144,
          userProperties: { room: "main", device: "d1", label: "Red phone", color: "#d33", relay: "test" },
          ...(this.connack.properties ?? {}),
        },
      } as IConnackPacket);
    } else if (packet.cmd === "subscribe") connection.send({ cmd: "suback", messageId: packet.messageId, granted: packet.subscriptions.map(() => 1) } as any);
    else if (packet.cmd === "pingreq" && this.answerPings) connection.send({ cmd: "pingresp" });
    else if (packet.cmd === "publish") {
      const alias = packet.properties?.topicAlias;
      if (alias && packet.topic) aliases.set(alias, packet.topic);
      const topic: string = packet.topic || aliases.get(alias) || "?";
      this.received.push({
        feed: topic.replace("bridge/v1/main/d1/up/", ""), payload: JSON.parse(packet.payload.toString()),
        correlation: packet.properties?.correlationData, dup: packet.dup, alias, packetId: packet.messageId, connection,
      });
      if (packet.qos && this.acknowledge) connection.send({ cmd: "puback", messageId: packet.messageId, reasonCode: this.received.at(-1)!.payload.items ? this.verdict : 0 } as any);
    }
    this.emit("change");
  }

  /** A browser gives requests up when a page goes: then there is nobody to answer. Any other error is the test's. */
  async #answer(request: IncomingMessage, response: ServerResponse) {
    try {
      await this.#serve(request, response);
    } catch (error) {
      if (!request.socket.destroyed) throw error;
    }
  }

  async #serve(request: IncomingMessage, response: ServerResponse) {
    const path = request.url!;
    this.requests.push(`${request.method} ${path}`);
    if (path === "/_bridge/ingest") {
      this.ingested.push(...JSON.parse((await readBody(request)).toString()));
      response.writeHead(204).end();
      this.emit("change");
      return;
    }
    if (path.startsWith("/_bridge/mqtt-http") && this.onHttp) return void (await this.onHttp(request, response));
    const file = this.files.get(path.split("=")[0]!) ?? this.files.get(path.split("?")[0]!);
    response.writeHead(file?.status ?? (file ? 200 : 404), { "Content-Type": file?.type ?? "text/plain", "Cache-Control": "no-cache", ...file?.headers });
    response.end(file?.body ?? "not found");
    this.emit("change");
  }

  onHttp: ((request: IncomingMessage, response: ServerResponse) => unknown) | null = null;

  get last(): RelayConnection | undefined { return this.connections.at(-1); }

  /** Log items in the order in which they came. */
  logs(): any[] { return this.received.filter((one) => one.feed === "log").flatMap((one) => one.payload.items); }

  items(feed: string): any[] { return this.received.filter((one) => one.feed === feed).flatMap((one) => one.payload.items); }

  /** Sends a command and waits for its reply. */
  async command(name: string, args: object, correlation?: Buffer): Promise<any> {
    const id = `c${++this.#commands}`;
    this.publish(`bridge/v1/main/d1/down/${name}`, { id, ...args }, correlation);
    return (await this.until(`reply to ${name}`, () => this.received.find((one) => one.feed === "reply" && one.payload.id === id))).payload;
  }

  publish(topic: string, payload: object, correlation?: Buffer, connection = this.last!) {
    connection.send({
      cmd: "publish", topic, payload: JSON.stringify(payload), qos: 1, messageId: 7, dup: false, retain: false,
      properties: correlation ? { correlationData: correlation } : {},
    });
  }

  /** Waits, woken by everything that arrives, until `look` finds something; a minute is far beyond what anything takes. */
  async until<T>(what: string, look: () => T | undefined | false | null, ms = 60_000): Promise<T> {
    const deadline = AbortSignal.timeout(ms);
    for (;;) {
      const found = look();
      if (found) return found;
      try {
        await once(this, "change", { signal: deadline });
      } catch {
        throw new Error(`waited ${ms} ms for: ${what}`);
      }
    }
  }

  /** As if killed: every socket is cut. */
  async kill() {
    this.#killed = true;
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((done) => this.http.close(done));
  }
}
