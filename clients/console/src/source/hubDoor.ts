import { HttpTransportType, HubConnectionBuilder, LogLevel, type HubConnection } from "@microsoft/signalr";
import type { ConsoleTransport } from "./consoleSource.ts";

const HUB = "/hubs/console";
/** A WebSocket to the relay opens within milliseconds; one that a proxy or an extension swallows never does. Milliseconds. */
const PATIENCE = 4_000;
/** How long it isn't tried again where it failed and HTTP worked. Milliseconds. */
const FAILED_FOR = 300_000;

/** Opens the relay's hub: over a WebSocket without negotiation, which is the fastest start; where none opens, over HTTP. */
export class HubDoor {
  #failedAt = -FAILED_FOR;

  /** Ends with a hub that is up, or fails. `signal` gives up. */
  async open(signal: AbortSignal): Promise<{ hub: HubConnection; transport: ConsoleTransport }> {
    if (performance.now() - this.#failedAt >= FAILED_FOR) {
      const hub = build({ transport: HttpTransportType.WebSockets, skipNegotiation: true });
      if (await started(hub, signal, PATIENCE)) return { hub, transport: "ws" };
    }
    const hub = build({ transport: HttpTransportType.ServerSentEvents | HttpTransportType.LongPolling });
    if (!(await started(hub, signal))) throw new Error("The relay can't be reached.");
    this.#failedAt = performance.now();
    return { hub, transport: "http" };
  }
}

function build(options: { transport: HttpTransportType; skipNegotiation?: boolean }): HubConnection {
  return new HubConnectionBuilder().withUrl(HUB, options).configureLogging(LogLevel.None).build();
}

/** Whether it came up before it failed, was given up or took too long; it is stopped if not. */
function started(hub: HubConnection, signal: AbortSignal, patience?: number): Promise<boolean> {
  return new Promise(resolve => {
    // `stop` waits for a start that hangs, so that it is told and not waited for.
    const end = (up: boolean) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", giveUp);
      if (!up) void hub.stop();
      resolve(up);
    };
    const giveUp = () => end(false);
    const timer = patience === undefined ? undefined : setTimeout(giveUp, patience);
    signal.addEventListener("abort", giveUp);
    hub.start().then(() => end(!signal.aborted), giveUp);
  });
}
