import type { LinkKind } from "./transport/link.ts";

export interface StartOptions {
  /** This script's own address: its folder is where the relay is. */
  script: string;
  /** What the page was built as; `reload` with the same build does nothing. */
  build?: string | undefined;
  /** The page is served elsewhere: how its links get their credential, and who is told that the relay doesn't want it. */
  elsewhere?: { link(kind: LinkKind): LinkKind; refused(): void } | undefined;
}
