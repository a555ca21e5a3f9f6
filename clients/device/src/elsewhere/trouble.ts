import type { Platform } from "../platform.ts";
import { listen } from "../platform.ts";
import { Refused } from "./refused.ts";

/** Says once, in the page's own console, what keeps this page from its relay, and what to do. */
export interface Trouble {
  /** The relay is being asked; where the browser makes the visitor decide first, that is said. Returns what ends it. */
  asking(): () => void;
  /** The relay said no. Returns what to throw. */
  refused(why: string): Refused;
  /** The relay could not be reached: finds out why, and says it. */
  explain(): void;
  over(): void;
}

/** The permission that Chromium asks for before a public page reaches a local address; its name has changed over time. */
const PERMISSIONS = ["local-network-access", "local-network", "loopback-network"];
/** A question to the visitor that is open for so long is worth a word. */
const PATIENCE = 2000;

export function installTrouble({ win, doc, console, setTimeout, clearTimeout }: Platform, relay: string): Trouble {
  // Taken before the console is watched: what we say is the page's visitor's, not the relay's.
  const warn = console.warn.bind(console);
  const said: string[] = [];
  const say = (text: string) => {
    if (!said.includes(text)) warn(`DeviceBridge: ${text}`);
    said.push(text);
  };
  let blocked = "";
  const unlisten = listen(doc, "securitypolicyviolation", (event: SecurityPolicyViolationEvent) => {
    if (event.blockedURI.startsWith(relay) || event.blockedURI.startsWith(relay.replace("http", "ws"))) blocked = event.effectiveDirective;
  });

  const permission = async (): Promise<string> => {
    for (const name of PERMISSIONS) {
      try {
        return (await win.navigator.permissions.query({ name: name as PermissionName })).state;
      } catch {
        // Not known by that name, or at all.
      }
    }
    return "";
  };
  const explain = async () => {
    const { protocol, origin } = win.location;
    const local = await permission();
    if (blocked) {
      say(`this page's Content-Security-Policy keeps it from its relay. Add to ${blocked}: ${relay} ${relay.replace("http", "ws")}`);
    } else if (protocol === "https:" && relay.startsWith("http:")) {
      say(`this page is https and its relay's address (${relay}) is http, which browsers block. Use the relay's https address.`);
    } else if (local === "denied") {
      say(`this browser keeps public pages from addresses in the local network, and this site's permission "Local network access" is denied. Allow it in the site's settings, then reload.`);
    } else {
      say(
        `the relay at ${relay} can't be reached from this page. Is it running, with --allow-origin ${origin}? Does this browser trust its certificate (open ${relay}/_bridge/check)?` +
          (local === "prompt" ? " Did the browser ask about the local network? It must be allowed." : ""),
      );
    }
  };

  return {
    asking() {
      const timer = setTimeout(async () => {
        if ((await permission()) === "prompt") say("waiting for the relay. If the browser asks whether this page may reach devices in the local network, choose Allow.");
      }, PATIENCE);
      return () => clearTimeout(timer);
    },
    refused(why) {
      say(why);
      return new Refused();
    },
    // The violation's event comes after the failure that it caused.
    explain: () => void setTimeout(explain, 100),
    over: unlisten,
  };
}
