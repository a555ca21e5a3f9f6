import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { backoff } from "../../../src/feed/backoff.ts";
import { Connection } from "../../../src/feed/connection.ts";
import { FixtureSource } from "../../fixture/fixtureSource.ts";
import type { Frame } from "../../../src/source/frames.ts";

/** Lets everything run that waits for nothing but its turn. */
const settle = () => new Promise<void>(resolve => setImmediate(resolve));

function connected() {
  const source = new FixtureSource();
  const frames: Frame[] = [];
  const missing: string[] = [];
  const again: string[] = [];
  const connection = new Connection(source, frame => frames.push(frame), room => missing.push(room), room => again.push(room));
  return { missing, again, source, frames, connection, kind: () => connection.state.value.kind };
}

test("Connection_Open_BecomesLive", async () => {
  const { connection, kind } = connected();
  connection.open("main");
  assert.equal(kind(), "connecting");
  await settle();
  assert.deepEqual([kind(), connection.info.value?.name], ["live", "studio-mac"]);
});

test("Connection_Lost_ComesBackFromWhereItWas", async () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  try {
    const { source, connection, kind } = connected();
    connection.open("main");
    await settle();
    source.send({ messages: [{ topic: "bridge/v1/main/d1/up/log", time: 0, cursor: "c1", payload: {} }] });
    source.send({ messages: [], cursor: "c2" });
    source.lose();
    assert.equal(kind(), "lost");
    mock.timers.tick(500);
    await settle();
    assert.deepEqual([kind(), source.watched], ["live", [null, "c2"]]);
  } finally {
    mock.timers.reset();
  }
});

test("Connection_HistoryCanBeReadAgain_AsksForTheRoomFromItsBeginning", async () => {
  const { source, connection, again, frames } = connected();
  connection.open("main");
  await settle();
  const before = frames.length;
  source.send({ messages: [], again: true });
  assert.deepEqual([again, frames.length], [["main"], before]);
});

test("Connection_RelayAway_TriesAgainUntilItIsThere", async () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  try {
    const { source, connection, kind } = connected();
    source.reachable = false;
    connection.open("main");
    await settle();
    for (let i = 0; i < 3; i++) {
      assert.equal(kind(), "lost");
      mock.timers.tick(5_000);
      await settle();
    }
    assert.equal((connection.state.value as { attempt: number }).attempt, 4);
    source.reachable = true;
    mock.timers.tick(5_000);
    await settle();
    assert.equal(kind(), "live");
  } finally {
    mock.timers.reset();
  }
});

test("Connection_SignedOut_ComesBackOnceAnotherTabSignedIn", async () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  try {
    const { source, connection, kind } = connected();
    source.signedIn = false;
    connection.open("main");
    await settle();
    mock.timers.tick(3_000);
    await settle();
    assert.deepEqual([kind(), source.watched], ["unauthorised", []]);
    source.signedIn = true;
    mock.timers.tick(3_000);
    await settle();
    assert.equal(kind(), "live");
  } finally {
    mock.timers.reset();
  }
});

test("Connection_AnotherRoom_HearsNothingOfTheFirst", async () => {
  const { source, frames, connection } = connected();
  connection.open("main");
  await settle();
  connection.open("showroom");
  await settle();
  const before = frames.length;
  source.lose();
  assert.deepEqual([frames.length, source.watched], [before, [null, null]]);
});

test("Connection_RoomOfAnotherRelay_IsNotWatched", async () => {
  const { source, connection, missing } = connected();
  connection.open("elsewhere");
  await settle();
  assert.deepEqual([missing, source.watched], [["elsewhere"], []]);
});

test("Connection_PlaceThatTheJournalNoLongerHas_StartsFromTheBeginning", async () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  try {
    const { source, connection } = connected();
    connection.open("main");
    await settle();
    source.send({ messages: [], cursor: "old" });
    source.refuseSince = true;
    source.lose();
    for (let i = 0; i < 2; i++) {
      mock.timers.tick(5_000);
      await settle();
    }
    assert.deepEqual(source.watched, [null, "old", null]);
  } finally {
    mock.timers.reset();
  }
});

test("Backoff_AnyAttempt_StaysWithinItsBounds", () => {
  for (let attempt = 0; attempt < 40; attempt++) {
    assert.ok(backoff(attempt, () => 0) >= 250);
    assert.ok(backoff(attempt, () => 1) <= 5_000);
  }
  assert.equal(backoff(0, () => 1), 500);
});

test("Connection_OverHttp_IsKnown", async () => {
  const { source, connection } = connected();
  source.transport = "http";
  connection.open("main");
  await settle();
  assert.equal(connection.transport.value, "http");
});
