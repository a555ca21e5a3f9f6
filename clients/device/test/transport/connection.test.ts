import assert from "node:assert/strict";
import { test } from "node:test";
import { keepConnected } from "../../src/transport/connection.ts";
import { FakeLinks } from "../fakeLink.ts";
import { FakePlatform } from "../fakePlatform.ts";

function setUp(kinds = 1) {
  const platform = new FakePlatform();
  const links = [new FakeLinks("ws"), new FakeLinks("http")].slice(0, kinds);
  const events: string[] = [];
  const rtts: number[] = [];
  const connection = keepConnected(platform, links.map((one) => ({ ...one.kind, name: one.name })), "page1", {
    up: (welcome) => events.push(welcome.resumed ? "resumed" : "up"),
    message: (topic, payload) => events.push(`${topic} ${payload}`),
    acked() {},
    rtt: (ms) => rtts.push(ms),
    down: () => events.push("down"),
    refused: () => events.push("refused"),
  });
  return { platform, ws: links[0]!, http: links[1]!, events, rtts, connection };
}

/** Answers pings for as long as the clock runs, or until `over`. */
async function passAnswering(platform: FakePlatform, links: FakeLinks, ms: number, over = () => false) {
  const link = links.last;
  let answered = link.of("pingreq").length - 1;
  for (let i = 0; i < ms && !over(); i += 100) {
    await platform.pass(100);
    for (; answered < link.of("pingreq").length; answered++) link.reply({ cmd: "pingresp" });
  }
}

/** Seconds until a link of this kind is opened, of at most two hours; pings are answered on the other. */
async function untilOpened(platform: FakePlatform, links: FakeLinks, up: FakeLinks): Promise<number> {
  const [known, since] = [links.opened.length, platform.time];
  await passAnswering(platform, up, 7_200_000, () => links.opened.length > known);
  return Math.round((platform.time - since) / 1000);
}

test("Connection_First_IsACleanStartWithThePageAndNoClientId", async () => {
  const { ws, events } = setUp();
  ws.last.welcome();
  const [connect] = ws.last.of("connect");
  assert.deepEqual([connect.clientId, connect.clean, connect.keepalive, connect.properties.userProperties.page], ["", true, 90, "page1"]);
  assert.deepEqual(events, ["up"]);
});

test("Connection_Lost_ComesBackWithItsClientIdAndSession", async () => {
  const { platform, ws, events } = setUp();
  ws.last.welcome();
  ws.last.events.closed();
  await platform.pass(1001);
  assert.equal(ws.opened.length, 2);
  ws.last.welcome({ sessionPresent: true });
  const [connect] = ws.last.of("connect");
  assert.deepEqual([connect.clientId, connect.clean, connect.properties.sessionExpiryInterval], ["d1.a", false, 600]);
  assert.deepEqual(events, ["up", "down", "resumed"]);
});

test("Connection_RelayAway_WaitsWithFullJitterUpToHalfAMinute", async () => {
  const { platform, ws } = setUp();
  for (const [chance, longest] of [[0, 500], [0.999, 2000], [0.999, 4000], [0.5, 4250], [0.999, 16_000], [0.999, 30_000], [0.999, 30_000]] as const) {
    platform.chance = chance;
    const before = ws.opened.length;
    ws.last.events.closed();
    await platform.pass(longest * 0.97 - 5);
    assert.equal(ws.opened.length, before, `after ${longest * 0.97} ms`);
    await platform.pass(longest * 0.03 + 10);
    assert.equal(ws.opened.length, before + 1, `after ${longest} ms`);
  }
});

test("Connection_RelayThatNeverAnswers_IsLeftAfterItsTime", async () => {
  const { platform, ws } = setUp();
  ws.last.events.open();
  await platform.pass(3499);
  assert.equal(ws.opened[0]!.closed, false);
  await platform.pass(1);
  assert.equal(ws.opened[0]!.closed, true);
});

test("Connection_HalfOpenSocket_IsFoundWithinFortySeconds", async () => {
  const { platform, ws, events } = setUp();
  ws.last.welcome();
  await passAnswering(platform, ws, 60_000);
  assert.deepEqual(events, ["up"]);
  let waited = 0;
  for (; events.length === 1 && waited < 60_000; waited += 100) await platform.pass(100);
  assert.ok(waited <= 40_000, `${waited} ms`);
  assert.deepEqual(events, ["up", "down"]);
});

test("Connection_Ping_MeasuresTheRoundTrip", async () => {
  const { platform, ws, rtts } = setUp();
  ws.last.welcome();
  await platform.pass(40);
  ws.last.reply({ cmd: "pingresp" });
  assert.deepEqual(rtts, [40]);
});

test("Connection_NetworkChanged_ProvesTheSocketWithinSeconds", async () => {
  const { platform, ws, events } = setUp();
  ws.last.welcome();
  ws.last.reply({ cmd: "pingresp" });
  platform.win.dispatchEvent(new Event("online"));
  assert.equal(ws.last.of("pingreq").length, 2);
  await platform.pass(3000);
  assert.deepEqual(events, ["up", "down"]);
});

for (const [what, wake] of [
  ["Online", (p: FakePlatform) => p.win.dispatchEvent(new Event("online"))],
  ["Visible", (p: FakePlatform) => p.doc.dispatchEvent(new Event("visibilitychange"))],
  ["Resume", (p: FakePlatform) => p.doc.dispatchEvent(new Event("resume"))],
  ["PageShow", (p: FakePlatform) => p.win.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }))],
] as const) {
  test(`Connection_${what}WhileWaiting_TriesAtOnce`, async () => {
    const { platform, ws } = setUp();
    for (let i = 0; i < 8; i++) {
      ws.last.events.closed();
      if (i < 7) await platform.pass(30_000);
    }
    const before = ws.opened.length;
    wake(platform);
    assert.equal(ws.opened.length, before + 1);
    await platform.pass(100);
    assert.equal(ws.opened.length, before + 1, "once");
  });
}

test("Connection_NotAuthorized_IsQuietForGood", async () => {
  const { platform, ws, events } = setUp();
  ws.last.events.open();
  ws.last.reply({ cmd: "connack", reasonCode: 0x87, sessionPresent: false });
  await platform.pass(3_600_000);
  platform.win.dispatchEvent(new Event("online"));
  assert.equal(ws.opened.length, 1);
  assert.equal(ws.last.closed, true);
  assert.deepEqual(events, ["refused"]);
});

test("Connection_RevokedWhileUp_IsQuietForGood", async () => {
  const { platform, ws, events } = setUp();
  ws.last.welcome();
  ws.last.reply({ cmd: "disconnect", reasonCode: 0x87 });
  await platform.pass(3_600_000);
  assert.deepEqual([ws.opened.length, events], [1, ["up", "down", "refused"]]);
});

test("Connection_ClientIdNotValid_StartsAnew", async () => {
  const { platform, ws } = setUp();
  ws.last.welcome();
  ws.last.reply({ cmd: "disconnect", reasonCode: 0x8b });
  await platform.pass(2000);
  ws.last.events.open();
  ws.last.reply({ cmd: "connack", reasonCode: 0x85, sessionPresent: false });
  await platform.pass(3000);
  ws.last.events.open();
  const [connect] = ws.last.of("connect");
  assert.deepEqual([connect.clientId, connect.clean], ["", true]);
});

test("Connection_Garbage_EndsTheLinkAndTriesAgain", async () => {
  const { platform, ws, events } = setUp();
  ws.last.welcome();
  ws.last.events.data(new Uint8Array([0x30, 0xff, 0xff, 0xff, 0xff, 0xff]));
  assert.equal(ws.last.closed, true);
  await platform.pass(1000);
  assert.equal(ws.opened.length, 2);
  assert.deepEqual(events, ["up", "down"]);
});

test("Connection_WebSocketBlocked_IsUpOverHttpWithinFiveSeconds", async () => {
  for (const blocked of ["refused", "silent"]) {
    const { platform, ws, http, events, connection } = setUp(2);
    platform.chance = 0.999;
    if (blocked === "refused") ws.last.events.closed();
    let waited = 0;
    for (; !http.opened.length && waited < 10_000; waited += 100) await platform.pass(100);
    assert.ok(waited < 5000, `${blocked}: ${waited} ms`);
    http.last.welcome();
    assert.deepEqual([events, connection.transport()], [["up"], "http"]);
  }
});

test("Connection_OverHttp_LooksForWebSocketSoonThenEverLessOften", async () => {
  const { platform, ws, http, events, connection } = setUp(2);
  ws.last.events.closed();
  http.last.welcome();
  const looks: number[] = [];
  for (let i = 0; i < 14; i++) {
    looks.push(await untilOpened(platform, ws, http));
    ws.last.events.closed();
  }
  assert.deepEqual(looks, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600]);
  assert.deepEqual(events, ["up"], "a look that fails changes nothing");
  await untilOpened(platform, ws, http);
  ws.last.events.open();
  assert.equal(http.last.of("disconnect").length, 1);
  ws.last.welcome({ sessionPresent: true });
  assert.deepEqual([events, connection.transport()], [["up", "down", "resumed"], "ws"]);
});

test("Connection_WebSocketsThatOpenButCarryNothing_AreTriedEverLessOften", async () => {
  const { platform, ws, http } = setUp(2);
  ws.last.events.closed();
  http.last.welcome();
  const tries: number[] = [];
  for (let i = 0; i < 6; i++) {
    tries.push(await untilOpened(platform, ws, http));
    ws.last.events.open(); // the look is over; a socket is opened for good, opens, and is silent
    ws.last.events.open();
    await platform.pass(3500);
    http.last.welcome();
  }
  assert.deepEqual(tries, [1, 2, 4, 8, 16, 32]);
});

test("Connection_RelayRestarted_IsBackOverWebSocket", async () => {
  const { platform, ws, http, connection } = setUp(2);
  ws.last.welcome();
  ws.last.events.closed();
  for (let i = 0; i < 3; i++) {
    await untilOpened(platform, ws, ws);
    ws.last.events.closed();
    assert.equal(http.opened.length, i + 1, "whether the relay is there at all");
    http.last.events.closed();
  }
  await untilOpened(platform, ws, ws);
  ws.last.welcome();
  assert.deepEqual([http.opened.length, connection.transport()], [3, "ws"]);
});

test("Connection_RelayStartsBetweenTheTwoAttempts_IsOnWebSocketWithinTwoSeconds", async () => {
  const { platform, ws, http, connection } = setUp(2);
  ws.last.welcome();
  ws.last.events.closed();
  await untilOpened(platform, ws, ws);
  ws.last.events.closed();
  http.last.welcome();
  await platform.pass(1000);
  ws.last.events.open();
  ws.last.welcome();
  assert.equal(connection.transport(), "ws");
});

test("Connection_RelayBusy_IsNotTakenForABlockedWebSocket", async () => {
  const { platform, ws, http } = setUp(2);
  ws.last.events.open();
  ws.last.reply({ cmd: "connack", reasonCode: 0x89, sessionPresent: false });
  await platform.pass(1001);
  assert.deepEqual([ws.opened.length, http.opened.length], [2, 0]);
});

test("Connection_OverHttpThatBreaks_TriesHttpFirst", async () => {
  const { platform, ws, http } = setUp(2);
  ws.last.events.closed();
  http.last.welcome();
  http.last.events.closed();
  await platform.pass(1000);
  assert.equal(http.opened.length, 2);
});

test("Connection_NetworkChangedOverHttp_LooksForWebSocketSoon", async () => {
  const { platform, ws, http } = setUp(2);
  ws.last.events.closed();
  http.last.welcome();
  for (let i = 0; i < 8; i++) {
    await passAnswering(platform, http, 1000 * 2 ** i + 100);
    ws.last.events.closed();
  }
  const before = ws.opened.length;
  platform.win.dispatchEvent(new Event("online"));
  await passAnswering(platform, http, 1000);
  assert.equal(ws.opened.length, before + 1);
});

test("Connection_AsleepDuringALook_StaysAsleep", async () => {
  const { platform, ws, http, connection } = setUp(2);
  ws.last.events.closed();
  http.last.welcome();
  await platform.pass(1000);
  connection.sleep(false);
  assert.equal(ws.last.closed, true);
});

test("Connection_Asleep_DisconnectsAndWakesOnPageShow", async () => {
  const { platform, ws, connection } = setUp();
  ws.last.welcome();
  connection.sleep(false);
  assert.deepEqual(ws.last.of("disconnect").map((one) => one.properties.sessionExpiryInterval), [600]);
  await platform.pass(60_000);
  assert.equal(ws.opened.length, 1);
  platform.win.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
  assert.equal(ws.opened.length, 2);
});

test("Connection_PageGoneForGood_EndsItsSession", () => {
  const { ws, connection } = setUp();
  ws.last.welcome();
  connection.sleep(true);
  assert.equal(ws.last.of("disconnect")[0].properties.sessionExpiryInterval, 0);
});

test("Connection_LeftWhileItsLinkOpens_ClosesItWithoutAWord", async () => {
  const { platform, ws, connection } = setUp();
  connection.sleep(true);
  assert.deepEqual([ws.last.closed, ws.last.packets], [true, []]);
  await platform.pass(60_000);
  assert.equal(ws.opened.length, 1);
});

test("Connection_Stopped_HearsNothingMore", async () => {
  const { platform, ws, connection } = setUp();
  ws.last.welcome();
  connection.stop();
  platform.win.dispatchEvent(new Event("online"));
  platform.doc.dispatchEvent(new Event("visibilitychange"));
  await platform.pass(60_000);
  assert.equal(ws.opened.length, 1);
});

test("Connection_Message_IsAcknowledgedAndHandedOn", () => {
  const { ws, events } = setUp();
  ws.last.welcome();
  ws.last.reply({ cmd: "publish", topic: "bridge/v1/main/d1/down/eval", payload: "{}", qos: 1, messageId: 12, dup: false, retain: false });
  assert.equal(ws.last.of("puback")[0].messageId, 12);
  assert.equal(events[1], "bridge/v1/main/d1/down/eval {}");
});
