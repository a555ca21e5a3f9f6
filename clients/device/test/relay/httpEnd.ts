import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Duplex } from "node:stream";
import { readBody } from "./testRelay.ts";
import type { TestRelay } from "./testRelay.ts";

/** The relay's end of MQTT over HTTP, by docs/protocol.md: the stream of one connection behind POST and GET. */
export function createHttpEnd(relay: TestRelay) {
  const sessions = new Map<string, { stream: Duplex; down: Buffer[]; up: number; wake(): void }>();
  let count = 0;

  return async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url!, relay.url);
    const id = url.pathname.split("/")[3];
    if (!id) {
      const session = { stream: new Duplex({ read() {}, write(bytes, _, done) { session.down.push(bytes); session.wake(); done(); } }), down: [] as Buffer[], up: 0, wake() {} };
      sessions.set(`s${++count}`, session);
      relay.accept(session.stream);
      return response.end(`s${count}`);
    }
    const session = sessions.get(id);
    if (!session) return response.writeHead(410).end();
    if (request.method === "GET") {
      if (!session.down.length) {
        await Promise.race([new Promise<void>((done) => (session.wake = done)), once(response, "close")]);
      }
      return response.end(Buffer.concat(session.down.splice(0)));
    }
    const body = await readBody(request);
    if (Number(url.searchParams.get("up")) === session.up) {
      session.up++;
      session.stream.push(body);
    }
    return response.writeHead(204).end();
  };
}
