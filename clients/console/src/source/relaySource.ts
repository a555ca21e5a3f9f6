import type { Authority, CommandOutcome, ConsoleSource, FrameSink, RelayInfo, Scheme, Ticket } from "./consoleSource.ts";
import type { Frame, FrameMessage } from "./frames.ts";
import { HubDoor } from "./hubDoor.ts";
import type { RelayApi } from "./relayApi.ts";

/** A relay over its hub and REST interface. */
export class RelaySource implements ConsoleSource {
  readonly #door = new HubDoor();

  constructor(private readonly api: RelayApi) {}

  info = () => this.api.get<RelayInfo>("/api/info");

  async rooms(): Promise<string[]> {
    const rooms = await this.api.get<(string | { room?: string; name?: string })[]>("/api/rooms");
    return rooms.map(room => (typeof room === "string" ? room : (room.room ?? room.name ?? ""))).filter(Boolean);
  }

  async createRoom(room: string): Promise<void> {
    await this.api.send("PUT", `/api/rooms/${encodeURIComponent(room)}`);
  }

  watch(room: string, since: string | null, sink: FrameSink): () => void {
    const over = new AbortController();
    let stop = () => {};
    const end = (reason: string) => {
      if (over.signal.aborted) return;
      over.abort();
      stop();
      sink.lost(reason);
    };
    void this.#door.open(over.signal).then(
      ({ hub, transport }) => {
        stop = () => void hub.stop();
        if (over.signal.aborted) return stop();
        hub.onclose(error => end(error?.message ?? "The relay closed the connection."));
        sink.up?.(transport);
        hub.stream<Frame>("Watch", room, since).subscribe({
          next: frame => { if (!over.signal.aborted) sink.frame(frame); },
          complete: () => end("The relay ended the stream."),
          error: (error: unknown) => end(String(error)),
        });
      },
      (error: unknown) => end(String(error)),
    );
    return () => {
      over.abort();
      stop();
    };
  }

  search(room: string, query: Record<string, string>, given: AbortSignal): AsyncIterable<FrameMessage> {
    return this.api.lines(`/api/rooms/${encodeURIComponent(room)}/log?${new URLSearchParams(query)}`, given);
  }

  /** REST rather than the hub: a command must not wait behind a stream that is catching up. */
  command(room: string, device: string, command: string, args: object): Promise<CommandOutcome[]> {
    return this.api.post(`/api/rooms/${encodeURIComponent(room)}/commands`, { device, command, args });
  }

  ticket(room: string, scheme: Scheme): Promise<Ticket> {
    return this.api.post(`/api/rooms/${encodeURIComponent(room)}/tickets`, { scheme });
  }

  authority = () => this.api.get<Authority>("/api/ca");

  async rename(room: string, device: string, label: string): Promise<void> {
    await this.api.send("PATCH", this.device(room, device), { label });
  }

  async revoke(room: string, device: string): Promise<void> {
    await this.api.send("DELETE", this.device(room, device));
  }

  private device(room: string, device: string): string {
    return `/api/rooms/${encodeURIComponent(room)}/devices/${encodeURIComponent(device)}`;
  }
}
