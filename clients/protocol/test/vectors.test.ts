import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { PROTOCOL_VERSION, commandNames, feedNames, parseTopic, topics } from "../src/index.ts";
import type { Topic } from "../src/index.ts";
import { shapes } from "./shapes.ts";

// Bundled into test/dist, three folders below the clients.
const vectors = (name: string) => JSON.parse(readFileSync(new URL(`../../../../tests/vectors/protocol/${name}.json`, import.meta.url), "utf8"));

const write: Record<Topic["kind"], (topic: Topic) => string> = {
  feed: ({ room, device, name }) => topics.feed(room, device, name),
  state: ({ room, device }) => topics.state(room, device),
  down: ({ room, device, name }) => topics.down(room, device, name),
  downAll: ({ room, name }) => topics.downAll(room, name),
  event: ({ room, name }) => topics.event(room, name),
  progress: ({ room, name }) => topics.progress(room, name),
  presence: ({ room }) => topics.presence(room),
  journal: ({ room }) => topics.journal(room),
};

for (const { topic, ...parts } of vectors("topics").ours) {
  test(`Topic_${topic}_IsReadAndWritten`, () => {
    assert.deepEqual(parseTopic(topic), parts);
    assert.equal(write[parts.kind as Topic["kind"]](parts), topic);
  });
}

test("Topic_ThatIsNotOurs_IsRefused", () => {
  for (const topic of vectors("topics").notOurs) assert.equal(parseTopic(topic), null, JSON.stringify(topic));
});

test("Names_OfFeedsAndCommands_AreTheSameInBothLanguages", () => {
  const { version, feeds, commands } = vectors("names");
  assert.equal(PROTOCOL_VERSION, version);
  assert.deepEqual(Object.values(feedNames), feeds);
  assert.deepEqual(Object.values(commandNames), commands);
});

test("Shapes_AsTyped_EqualTheVectors", () => assert.deepEqual(shapes, vectors("shapes")));
