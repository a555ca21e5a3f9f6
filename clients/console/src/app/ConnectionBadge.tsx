import type { ConsoleApp } from "./consoleApp.ts";

const WORDS = { connecting: "Connecting", "catching-up": "Catching up", live: "Live", lost: "Reconnecting", unauthorised: "Signed out" } as const;

export function ConnectionBadge({ app }: { app: ConsoleApp }) {
  const { kind } = app.connection.state.value;
  const consoles = app.devices.consoles.value;
  return (
    <p class={`connection ${kind}`} role="status">
      <span class="connection-dot" aria-hidden="true" />
      <span>{WORDS[kind]}</span>
      {kind === "live" && app.connection.transport.value === "http" && <span class="connection-more" title="A WebSocket to the relay can't be opened from here: something on the way blocks it. Everything works; it is only a little slower.">over HTTP</span>}
      {kind === "live" && consoles > 1 && <span class="connection-more" title="How many consoles watch this room">{consoles} consoles</span>}
    </p>
  );
}
