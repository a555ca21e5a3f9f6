import type { Link, LinkKind } from "../transport/link.ts";
import type { Credential } from "./credential.ts";
import { Refused } from "./refused.ts";
import type { Trouble } from "./trouble.ts";

/** A way to the relay that opens once there is a credential, and shows it. */
export function withCredential(kind: LinkKind, credential: Credential, trouble: Trouble): LinkKind {
  return {
    name: kind.name,
    password: credential.held,
    open(events) {
      let inner: Link | null = null;
      let over = false;
      const open = () => {
        if (!over) inner = kind.open({ ...events, open: () => (trouble.over(), events.open()) });
      };
      credential.get().then(open, (error) => {
        if (over) return;
        over = true;
        if (!(error instanceof Refused)) trouble.explain();
        events.closed(error instanceof Refused);
      });
      return {
        send: (bytes) => inner?.send(bytes),
        buffered: () => inner?.buffered() ?? 0,
        close() {
          over = true;
          inner?.close();
        },
      };
    },
  };
}
