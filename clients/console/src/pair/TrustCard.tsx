import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ConsoleApp } from "../app/consoleApp.ts";
import type { Authority } from "../source/consoleSource.ts";
import { QrCode } from "./QrCode.tsx";

/** The code of the page that installs the relay's certificate, and the fingerprint to compare. */
export function TrustCard({ app }: { app: ConsoleApp }) {
  const authority = useSignal<Authority | null>(null);
  const error = useSignal("");
  useEffect(() => {
    app.source.authority().then(found => { authority.value = found; }, (fault: Error) => { error.value = fault.message; });
  }, []);
  const shown = authority.value;
  return (
    <>
      <div class="pair-code">
        {shown
          ? <QrCode size={shown.qr.size} modules={shown.qr.modules} label="QR code of the certificate's page" />
          : <div class="qr waiting" role="img" aria-label="The code is being made">{error.value && <span>No code</span>}</div>}
      </div>
      <div class="pair-side">
        <p class="pair-why">Installed once, https opens without a warning. It vouches for this computer's names and private addresses only. Going on past the warning works as well.</p>
        <ol class="steps">
          <li>Scan the code: the page has the certificate and the steps for the phone's system.</li>
          <li>On an iPhone, switch it on under Certificate Trust Settings too.</li>
          <li>Compare the fingerprint, then pair by the https code.</li>
        </ol>
        {error.value && <p class="problem" role="alert">{error.value}</p>}
        <dl class="pair-facts">
          <div><dt>Address</dt><dd class="pair-url"><code>{shown ? shown.url : "…"}</code></dd></div>
          <div><dt>SHA-256</dt><dd class="pair-print"><code>{shown ? (shown.sha256.match(/../g) ?? []).join(" ") : "…"}</code></dd></div>
        </dl>
      </div>
    </>
  );
}
