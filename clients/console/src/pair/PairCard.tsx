import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ConsoleApp } from "../app/consoleApp.ts";
import { IconButton } from "../app/IconButton.tsx";
import type { Scheme } from "../source/consoleSource.ts";
import { copyText } from "./copyText.ts";
import { ElsewhereCard } from "./ElsewhereCard.tsx";
import { QrCode } from "./QrCode.tsx";
import { TrustCard } from "./TrustCard.tsx";

const WHY: Record<Scheme, string> = {
  https: "Motion sensors need https. The phone warns once, because the certificate is your own relay's: go on past it.",
  http: "No warning on the phone, but browsers give motion sensors to https pages only.",
};

/** The code to scan, the code to type, and how long they last. Renews itself while it is shown. */
export function PairCard({ app }: { app: ConsoleApp }) {
  const { invitation } = app;
  const now = useSignal(Date.now());
  useEffect(() => {
    const stop = invitation.watch();
    const timer = setInterval(() => { now.value = Date.now(); }, 500);
    return () => {
      clearInterval(timer);
      stop();
    };
  }, []);
  const ticket = invitation.ticket.value;
  const info = app.connection.info.value;
  const plainOnly = !!info && !info.deviceTls;
  useEffect(() => { if (plainOnly) invitation.choose("http"); }, [plainOnly]);
  const scheme = invitation.scheme.value;
  const view = useSignal<"pair" | "trust" | "elsewhere">("pair");
  const choose = (kind: Scheme) => {
    view.value = "pair";
    invitation.choose(kind);
  };
  const left = ticket ? Math.max(0, Math.round((Date.parse(ticket.expiresAt) - now.value) / 1_000)) : 0;
  return (
    <div class="pair">
      <div class="segments" role="group" aria-label="What to connect, and how">
        {(["https", "http"] as const).map(kind => (
          <button key={kind} type="button" aria-pressed={view.value === "pair" && scheme === kind} disabled={kind === "https" && plainOnly} title={kind === "https" && plainOnly ? "This relay serves phones by plain http only" : undefined} onClick={() => choose(kind)}>{kind}</button>
        ))}
        {info?.authority !== false && !plainOnly && <button type="button" aria-pressed={view.value === "trust"} onClick={() => { view.value = "trust"; }}>Certificate</button>}
        <button type="button" aria-pressed={view.value === "elsewhere"} onClick={() => { view.value = "elsewhere"; }}>Other page</button>
      </div>
      {view.value === "trust" && <TrustCard app={app} />}
      {view.value === "elsewhere" && <ElsewhereCard app={app} />}
      {view.value === "pair" && <div class="pair-code">
        {ticket
          ? <QrCode size={ticket.qr.size} modules={ticket.qr.modules} label="QR code that pairs a phone" />
          : <div class="qr waiting" role="img" aria-label="The code is being made">{invitation.error.value && <span>No code</span>}</div>}
      </div>}
      {view.value === "pair" && <div class="pair-side">
        <p class="pair-why">{WHY[scheme]}</p>
        <ol class="steps">
          <li>Connect the phone to the same network as this computer.</li>
          <li>Point its camera at the code and open the link.</li>
          <li>The page appears, and what it logs appears here.</li>
        </ol>
        {invitation.error.value && <p class="problem" role="alert">{invitation.error.value}</p>}
        <dl class="pair-facts">
          <div>
            <dt>Address</dt>
            <dd class="pair-url"><code title={ticket?.url}>{ticket ? ticket.url : "…"}</code>
              <IconButton icon="copy" label="Copy the address" disabled={!ticket} onClick={() => copyText(app, ticket?.url ?? "", "Address copied.")} /></dd>
          </div>
          <div>
            <dt>Or type this code on the phone</dt>
            <dd class="pair-typed"><code>{ticket ? spaced(ticket.code) : "–––– ––––"}</code></dd>
          </div>
        </dl>
        <p class="pair-expiry" role="timer">
          <progress max={120} value={left} aria-label="Time left" />
          <span>{invitation.joined.value ? `${invitation.joined.value} is paired. This is a new code for the next one.` : ticket ? `Good for ${left} s and one phone, then renewed` : "Making a code…"}</span>
        </p>
      </div>}
    </div>
  );
}

/** Eight characters are read and typed in two halves. */
function spaced(code: string): string {
  return code.length === 8 ? `${code.slice(0, 4)} ${code.slice(4)}` : code;
}
