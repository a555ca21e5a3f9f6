import type { Platform } from "../platform.ts";
import type { LinkKind } from "./link.ts";

/**
 * MQTT over HTTP, for networks that block WebSockets (docs/protocol.md, "MQTT over HTTP"): a POST opens a session, GETs
 * that the relay holds open bring bytes down, one POST after the other takes bytes up. Any failure ends the link: what
 * was lost with it is MQTT's to repeat.
 */
export function httpLink(platform: Platform, url: string): LinkKind {
  return {
    name: "http",
    open(events) {
      let over = false;
      let session = "";
      let waiting: Uint8Array[] = [];
      let bytesWaiting = 0;
      let sending = false;
      let turn = 0;
      const abort = new AbortController();

      const end = (refused?: boolean) => {
        if (!over) events.closed(refused);
        over = true;
        abort.abort();
      };
      const request = async (path: string, method: string, body?: BodyInit) => {
        const response = await platform.fetch(url + path, { method, body: body ?? null, signal: abort.signal, cache: "no-store" });
        if (!response.ok) throw end(response.status === 401 || response.status === 403);
        return response;
      };

      const down = async () => {
        for (let poll = 0; !over; poll++) {
          const body = (await request(`${session}?down=${poll}`, "GET")).body?.getReader();
          for (let part; body && !(part = await body.read()).done && !over; ) events.data(part.value);
        }
      };

      const up = async () => {
        sending = true;
        while (waiting.length) {
          const body = new Blob(waiting as BlobPart[]);
          waiting = [];
          // Numbered, because a browser may repeat a POST by itself when a kept-alive connection breaks.
          await request(`${session}?up=${turn++}`, "POST", body);
          bytesWaiting -= body.size;
        }
        sending = false;
      };

      const run = async () => {
        session = "/" + (await (await request("", "POST")).text());
        if (!over) events.open();
        await down();
      };
      run().catch(() => end());

      return {
        send(bytes) {
          waiting.push(bytes);
          bytesWaiting += bytes.length;
          // After the task: what a page sends at once becomes one request.
          if (!sending) {
            sending = true;
            platform.soon(() => up().catch(() => end()));
          }
        },
        buffered: () => bytesWaiting,
        close() {
          // Lets a last DISCONNECT out before the requests that are waiting are cut.
          platform.setTimeout(() => abort.abort(), 1000);
          over = true;
        },
      };
    },
  };
}
