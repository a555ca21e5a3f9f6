import assert from "node:assert/strict";
import { test } from "node:test";
import { UnauthorisedError } from "../../../src/source/consoleSource.ts";
import { exchangeLaunchToken, takeLaunchToken } from "../../../src/source/launch.ts";
import { RelayApi } from "../../../src/source/relayApi.ts";
import { RelaySource } from "../../../src/source/relaySource.ts";

type Call = { path: string; init: RequestInit };

function api(status: number, body: unknown = {}) {
  const calls: Call[] = [];
  const fetch = (async (path: string, init: RequestInit) => {
    calls.push({ path, init });
    return new Response(status === 204 ? null : JSON.stringify(body), { status });
  }) as typeof globalThis.fetch;
  return { calls, fetch, source: new RelaySource(new RelayApi(fetch)) };
}

function address(hash: string) {
  const replaced: string[] = [];
  const history = { state: null, replaceState: (_state: unknown, _title: string, url: string) => { replaced.push(url); } } as unknown as History;
  return { token: takeLaunchToken({ hash, pathname: "/", search: "?a=1" } as Location, history), replaced };
}

test("LaunchToken_InTheFragment_IsTakenOutOfTheAddress", () => {
  assert.deepEqual(address("#launch=abc&x=1"), { token: "abc", replaced: ["/?a=1#x=1"] });
  assert.deepEqual(address("#launch=abc"), { token: "abc", replaced: ["/?a=1"] });
});

test("LaunchToken_None_LeavesTheAddressAlone", () => {
  assert.deepEqual(address("#x=1"), { token: null, replaced: [] });
});

test("LaunchToken_Exchange_PostsItInTheBody", async () => {
  const { fetch, calls } = api(204);
  assert.equal(await exchangeLaunchToken("abc", fetch), true);
  assert.deepEqual([calls[0]?.path, calls[0]?.init.body], ["/api/launch", "{\"token\":\"abc\"}"]);
});

test("RelaySource_401_IsUnauthorised", async () => {
  await assert.rejects(api(401).source.info(), UnauthorisedError);
});

test("RelaySource_Problem_SaysTheRelaysWords", async () => {
  await assert.rejects(api(404, { title: "Not Found", detail: "There is no room \"x\"." }).source.command("x", "all", "eval", {}), /There is no room "x"\./);
});

test("RelaySource_Rooms_TakesNamesOrObjects", async () => {
  assert.deepEqual(await api(200, ["main", { room: "b" }]).source.rooms(), ["main", "b"]);
});

test("RelaySource_Names_AreEscapedInPaths", async () => {
  const { source, calls } = api(204);
  await source.revoke("a/b", "d?1");
  assert.equal(calls[0]?.path, "/api/rooms/a%2Fb/devices/d%3F1");
});

test("RelaySource_Search_ReadsLinesHoweverTheyAreCut", async () => {
  const lines = [1, 2, 3].map(time => ({ topic: "bridge/v1/main/d1/up/log", time, payload: { text: "Grüße" } }));
  const bytes = new TextEncoder().encode(lines.map(line => `${JSON.stringify(line)}\n`).join(""));
  const paths: string[] = [];
  const source = new RelaySource(new RelayApi((async (path: string) => {
    paths.push(path);
    return new Response(new ReadableStream({
      start(to) {
        for (const byte of bytes) to.enqueue(Uint8Array.of(byte));
        to.close();
      },
    }));
  }) as typeof globalThis.fetch));
  const read = [];
  for await (const message of source.search("main", { words: "a b&c", last: "5" }, new AbortController().signal)) read.push(message);
  assert.deepEqual(read, lines);
  assert.deepEqual(paths, ["/api/rooms/main/log?words=a+b%26c&last=5"]);
});

test("RelaySource_SearchLeftEarly_EndsTheAnswer", async () => {
  let ended = false;
  const source = new RelaySource(new RelayApi((async () => new Response(new ReadableStream({
    pull(to) { to.enqueue(new TextEncoder().encode("{}\n")); },
    cancel() { ended = true; },
  }))) as unknown as typeof globalThis.fetch));
  for await (const _ of source.search("main", {}, new AbortController().signal)) break;
  assert.ok(ended);
});
