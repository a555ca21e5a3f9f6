import type { Platform } from "../platform.ts";
import { start } from "../start.ts";
import { createCredential } from "./credential.ts";
import { installTrouble } from "./trouble.ts";
import { withCredential } from "./withCredential.ts";

export interface ElsewhereOptions {
  /** The script's own address, at the relay. */
  script: string;
  /** Single use; not needed where an earlier page of this tab has the credential. */
  ticket: string;
}

/**
 * The script on a page of another origin: the same script, with a credential that it gets for a ticket and shows itself, because no cookie of the
 * relay's reaches it. What stands in the way is said once in the page's own console.
 */
export function startElsewhere(platform: Platform, { script, ticket }: ElsewhereOptions): void {
  const relay = new URL(script).origin;
  const trouble = installTrouble(platform, relay);
  const credential = createCredential(platform, relay, ticket, trouble);
  const fetch: Platform["fetch"] = (input, init) =>
    platform.fetch(input, { ...init, credentials: "omit", headers: { ...(init?.headers as object), Authorization: `Bearer ${credential.held()}` } });
  const run = () => {
    start({ ...platform, fetch }, {
      script,
      elsewhere: {
        link: (kind) => withCredential(kind, credential, trouble),
        // The credential has ended. An unused ticket gets another; without one there is nothing left to try.
        refused: () => credential.drop() && run(),
      },
    });
  };
  run();
}
