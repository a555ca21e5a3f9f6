import type { Platform } from "../platform.ts";
import type { LinkKind } from "./link.ts";

/** MQTT 5.0, clause 6: binary frames, subprotocol `mqtt`; packets need not align with frames. */
export function webSocketLink(platform: Platform, url: string): LinkKind {
  return {
    name: "ws",
    open(events) {
      let over = false;
      const end = () => {
        if (!over) events.closed();
        over = true;
      };
      let socket: WebSocket;
      try {
        socket = new platform.WebSocket(url, "mqtt");
      } catch {
        // Not allowed, or not there: a link that doesn't come up, which is told later as any other.
        platform.soon(end);
        return { send() {}, buffered: () => 0, close: () => void (over = true) };
      }
      socket.binaryType = "arraybuffer";
      socket.onopen = () => over || events.open();
      socket.onmessage = (event) => over || events.data(new Uint8Array(event.data));
      socket.onclose = socket.onerror = end;
      return {
        send: (bytes) => socket.send(bytes as Uint8Array<ArrayBuffer>),
        buffered: () => socket.bufferedAmount,
        close() {
          over = true;
          socket.close();
        },
      };
    },
  };
}
