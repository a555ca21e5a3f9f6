/** The version of the wire protocol: the second level of every topic. */
export const PROTOCOL_VERSION = 1;

export * as topics from "./topicNames.ts";

export type TopicKind = "feed" | "state" | "down" | "downAll" | "event" | "progress" | "presence" | "journal";

/** A topic taken apart; `device` and `name` are empty where the topic has none. */
export interface Topic {
  kind: TopicKind;
  room: string;
  device: string;
  name: string;
}

const LABEL = /^[a-z0-9][a-z0-9-]{0,31}$/;
const RESERVED = ["all", "event", "progress", "presence", "journal"];

/** Takes a topic apart; null where it isn't one of ours. The same rules as BridgeTopic.TryParse. */
export function parseTopic(topic: string): Topic | null {
  const levels = topic.split("/");
  const [root, version, room = "", who = "", what = ""] = levels;
  if (levels.length < 4 || root !== "bridge" || version !== "v1" || !LABEL.test(room)) return null;
  const rest = levels.slice(4).join("/");
  const tail = levels.slice(5).join("/");
  if (who === "presence" || who === "journal") return levels.length === 4 ? { kind: who, room, device: "", name: "" } : null;
  if (who === "event" || who === "progress") return rest ? { kind: who, room, device: "", name: rest } : null;
  if (who === "all") return what === "down" && tail ? { kind: "downAll", room, device: "", name: tail } : null;
  if (!LABEL.test(who) || RESERVED.includes(who)) return null;
  if (what === "state" && levels.length === 5) return { kind: "state", room, device: who, name: "" };
  if (what === "up" && tail) return { kind: "feed", room, device: who, name: tail };
  if (what === "down" && tail) return { kind: "down", room, device: who, name: tail };
  return null;
}
