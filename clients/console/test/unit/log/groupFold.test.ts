import assert from "node:assert/strict";
import { test } from "node:test";
import type { LogRow } from "../../../src/log/logRow.ts";
import { groupFold } from "../../../src/log/groupFold.ts";
import { entryRow } from "./rows.ts";

/** `group` and what follows it, as "name depth". */
function rows(...lines: string[]): LogRow[] {
  return lines.map((line, id) => {
    const [name, depth] = line.split(" ") as [string, string];
    return { ...entryRow(name, "log", "d1", { depth: Number(depth), method: name.startsWith("group") ? "group" : name }), id };
  });
}

function kept(list: LogRow[], folded: (row: LogRow) => boolean): number[] {
  const test = groupFold(folded);
  return list.filter(test).map(row => row.id);
}

test("GroupFold_Folded_HidesWhatIsDeeperUntilItsEnd", () => {
  assert.deepEqual(kept(rows("log 0", "group 0", "log 1", "log 2", "log 0", "log 1"), () => true), [0, 1, 4, 5]);
});

test("GroupFold_InnerFolded_LeavesTheOuter", () => {
  assert.deepEqual(kept(rows("group 0", "log 1", "group 1", "log 2", "log 1", "log 0"), row => row.id === 2), [0, 1, 2, 4, 5]);
});

test("GroupFold_Unfolded_HidesNothing", () => {
  assert.deepEqual(kept(rows("group 0", "log 1"), () => false), [0, 1]);
});

test("GroupFold_UncaughtError_IsAlwaysShown", () => {
  assert.deepEqual(kept(rows("group 0", "log 1", "uncaught 1", "rejection 1", "log 1"), () => true), [0, 2, 3]);
});

test("GroupFold_AnotherPage_HasGroupsOfItsOwn", () => {
  const list = rows("group 0", "log 1");
  assert.deepEqual(kept([list[0] as LogRow, { ...(list[1] as LogRow), page: "p2" } as LogRow], () => true), [0, 1]);
});
