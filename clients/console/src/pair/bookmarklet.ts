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
  const { origin } = new URL(script);
  const words = {
    lost: `the script did not load from ${origin}. Is the relay running, and does this browser trust its certificate? Open ${origin}/_bridge/check once to see.`,
    mixed: `this page is https and its relay's address (${origin}) is http, which browsers block. Use a bookmarklet with the relay's https address.`,
    network: `this browser keeps public pages from addresses in the local network. Allow "Local network access" in this site's settings, then reload the page.`,
    asked: ` If the browser asked whether this page may reach devices in the local network, choose Allow.`,
    policy: `this page's Content-Security-Policy keeps the script out (directive: `,
    open: `). Allow ${origin} and ${origin.replace("http", "ws")} in script-src and connect-src, or open the page by way of ./bridge proxy.`,
  };
  return `javascript:${encodeURIComponent(`(${run})(document,window,navigator,${JSON.stringify({ script, ticket, origin, words })})`)}`;
}

/** What the bookmark does: with the page's own console and a dialog, because somebody who clicks a bookmark looks at the page. Stands alone: its source is the bookmark. */
const run = `(d,w,n,o)=>{
let c="";
const say=t=>{console.warn("DeviceBridge: "+t);w.alert("DeviceBridge: "+t)},
lost=()=>w.setTimeout(async()=>{
const p=await n.permissions.query({name:"local-network-access"}).catch(()=>({}));
say(c?o.words.policy+c+o.words.open:w.location.protocol=="https:"&&o.origin[4]==":"?o.words.mixed:p.state=="denied"?o.words.network:o.words.lost+(p.state=="prompt"?o.words.asked:""))
},100);
d.addEventListener("securitypolicyviolation",e=>{if(e.disposition!="report"&&(e.blockedURI.startsWith(o.origin)||e.blockedURI=="trusted-types-sink"))c=e.effectiveDirective});
const s=d.createElement("script");
s.dataset.ticket=o.ticket;s.onerror=lost;
try{s.src=o.script;(d.head||d.documentElement).append(s)}catch(e){lost()}
}`.replace(/\n/g, "");

