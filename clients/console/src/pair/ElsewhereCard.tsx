import type { ConsoleApp } from "../app/consoleApp.ts";
import { bookmarklet, scriptTag } from "./bookmarklet.ts";
import { copyText } from "./copyText.ts";

/** For a page that this relay doesn't serve: a tag for its source, and a bookmarklet for a page of which one hasn't the source. */
export function ElsewhereCard({ app }: { app: ConsoleApp }) {
  const ticket = app.invitation.ticket.value;
  const url = ticket?.urls?.https ?? ticket?.url ?? "";
  const origins = app.connection.info.value?.pageOrigins ?? [];
  return (
    <div class="pair-side pair-wide">
      <p class="pair-why">A page on another server can carry the bridge, where its origin is listed. Each tag pairs one browser within two minutes; the tab then keeps its pairing.</p>
      <dl class="pair-facts">
        <div>
          <dt>Pages that may</dt>
          <dd>{origins.length > 0 ? origins.map(origin => <code key={origin} class="origin">{origin}</code>) : <>None yet: start the relay with <code>--allow-origin https://app.example</code></>}</dd>
        </div>
        <div>
          <dt>In the page's source, before its other scripts</dt>
          <dd class="pair-tag"><code>{url ? scriptTag(url) : "…"}</code></dd>
        </div>
      </dl>
      <p class="pair-actions">
        <button type="button" class="button" disabled={!url} onClick={() => copyText(app, scriptTag(url), "Tag copied.")}>Copy the tag</button>
        <a class="button" {...(url ? { href: bookmarklet(url) } : {})} title="Drag it to the bookmarks bar, or click to copy it" onClick={event => {
          event.preventDefault();
          if (url) copyText(app, bookmarklet(url), "Bookmarklet copied: make a bookmark of it.");
        }}>Bridge this page</a>
      </p>
      <p class="pair-hint">The second one is a bookmarklet: drag it to the bookmarks bar and click it on a listed page. For a public page the browser asks whether it may reach devices in the local network.</p>
    </div>
  );
}
