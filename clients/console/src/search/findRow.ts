import type { LogStore } from "../log/logStore.ts";
import type { JournalHit } from "./journalHit.ts";

/** The row of this tab's log that shows an entry of the journal; null where it has none. */
export function findRow({ rows }: LogStore, { device, page, seq }: JournalHit): number | null {
  for (let id = rows.end - 1; id >= rows.first; id--) {
    const row = rows.get(id);
    if (row?.kind === "entry" && row.device === device && row.page === page && row.seq !== undefined && row.seq <= seq && seq <= (row.lastSeq ?? row.seq)) return id;
  }
  return null;
}
