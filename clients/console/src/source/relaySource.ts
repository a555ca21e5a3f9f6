import { HttpTransportType, HubConnectionBuilder, LogLevel, type HubConnection } from "@microsoft/signalr";
import type { CommandOutcome, ConsoleSource, FrameSink, RelayInfo, Scheme, Ticket } from "./consoleSource.ts";
import type { Frame } from "./frames.ts";
import type { RelayApi } from "./relayApi.ts";

const HUB = "/hubs/console";

/** A relay over its hub and REST interface. */
export class RelaySource implements ConsoleSource {
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
    const hub = this.connect();
    let over = false;
    const end = (reason: string) => {
      if (over) return;
      over = true;
      void hub.stop();
      sink.lost(reason);
    };
    hub.onclose(error => end(error?.message ?? "The relay closed the connection."));
    void hub.start().then(
      () => hub.stream<Frame>("Watch", room, since).subscribe({
        next: frame => { if (!over) sink.frame(frame); },
        complete: () => end("The relay ended the stream."),
        error: (error: unknown) => end(String(error)),
      }),
      (error: unknown) => end(String(error)),
    );
    return () => {
      over = true;
      void hub.stop();
    };
  }

  /** REST rather than the hub: a command must not wait behind a stream that is catching up. */
  command(room: string, device: string, command: string, args: object): Promise<CommandOutcome[]> {
    return this.api.post(`/api/rooms/${encodeURIComponent(room)}/commands`, { device, command, args });
  }

  ticket(room: string, scheme: Scheme): Promise<Ticket> {
    return this.api.post(`/api/rooms/${encodeURIComponent(room)}/tickets`, { scheme });
  }

  async rename(room: string, device: string, label: string): Promise<void> {
    await this.api.send("PATCH", this.device(room, device), { label });
  }

  async revoke(room: string, device: string): Promise<void> {
    await this.api.send("DELETE", this.device(room, device));
  }

  private device(room: string, device: string): string {
    return `/api/rooms/${encodeURIComponent(room)}/devices/${encodeURIComponent(device)}`;
  }

  /** WebSockets only and no negotiation: the console runs on the relay's own machine, and one round trip less is a faster start. */
  private connect(): HubConnection {
    return new HubConnectionBuilder()
      .withUrl(HUB, { transport: HttpTransportType.WebSockets, skipNegotiation: true })
      .configureLogging(LogLevel.None)
      .build();
  }
}
