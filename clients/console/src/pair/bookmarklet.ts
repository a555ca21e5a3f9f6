/** Where the script of a ticket's address is, and the ticket itself. */
export function scriptOf(ticketUrl: string): { script: string; ticket: string } {
  const url = new URL(ticketUrl);
  return { script: `${url.origin}/_bridge/bridge.js`, ticket: url.hash.slice(1) };
}

/** The tag for a page's source. */
export function scriptTag(ticketUrl: string): string {
  const { script, ticket } = scriptOf(ticketUrl);
  return `<script src="${script}" data-ticket="${ticket}"></script>`;
}

/** The same as a bookmark that adds it to whatever page is open. */
export function bookmarklet(ticketUrl: string): string {
  const { script, ticket } = scriptOf(ticketUrl);
  const lost =
    `DeviceBridge: the script did not load from ${script}. Is the relay running, does this browser trust its certificate (open the address once), ` +
    "may this page reach the local network (the browser asks, or its site settings do), and does the page's Content-Security-Policy allow it in script-src?";
  return `javascript:${encodeURIComponent(
    `(()=>{const s=document.createElement("script");s.src=${JSON.stringify(script)};s.dataset.ticket=${JSON.stringify(ticket)};` +
      `s.onerror=()=>console.warn(${JSON.stringify(lost)});document.head.append(s)})()`,
  )}`;
}
