import type { Platform } from "../platform.ts";
import type { Trouble } from "./trouble.ts";

const KEY = "bridge:credential:";

/** What this page shows to the relay instead of a cookie. */
export interface Credential {
  /** Gets it, for the ticket where there is none yet. Rejects where the relay can't be reached, and with `Refused` where it says no. */
  get(): Promise<void>;
  held(): string;
  /** It is no longer good. True where a ticket may bring another. */
  drop(): boolean;
}

/** Kept in memory and in the tab's storage of this page's own origin: a reload needs no new ticket, another site never sees it. */
export function createCredential({ storage, fetch }: Platform, relay: string, ticket: string, trouble: Trouble): Credential {
  let held = storage.getItem(KEY + relay) ?? "";
  let unused = ticket;
  let asking: Promise<void> | null = null;

  const claim = async () => {
    if (!unused) throw trouble.refused("This page needs a fresh ticket: put one into data-ticket, or use a fresh bookmarklet.");
    const answer = await fetch(`${relay}/_bridge/pair/claim`, {
      method: "POST", credentials: "omit", cache: "no-store", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ ticket: unused }),
    });
    const result = await answer.json().catch(() => ({}));
    if (!answer.ok || !result.credential) {
      unused = "";
      throw trouble.refused(result.detail || `The relay answered ${answer.status}.`);
    }
    unused = "";
    held = result.credential;
    storage.setItem(KEY + relay, held); // lives as long as the page where that can't be
  };

  return {
    held: () => held,
    async get() {
      if (held) return;
      const stop = trouble.asking();
      try {
        await (asking ??= claim());
      } finally {
        asking = null;
        stop();
      }
    },
    drop() {
      const ended = held !== "" && !unused;
      held = "";
      storage.removeItem(KEY + relay);
      if (ended) trouble.refused("Its pairing has ended. This page needs a fresh ticket.");
      return unused !== "";
    },
  };
}
