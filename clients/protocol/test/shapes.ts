// One example of every wire shape with every member, typed: what no longer fits the types does not compile, and what no
// longer equals tests/vectors/protocol/shapes.json fails. The C# tests read the same file into their records.
import type {
  CommandReply, CssCommand, DeviceState, DeviceStatus, EvalCommand, FeedBatch, IdentifyCommand, JournalState, LogEntry, MotionSample, NavigateCommand, OrientationSample, ReloadCommand,
  RoomPresence,
} from "../src/index.ts";

const page = "3f9c2b7a10d4e8f01122";
const origin = 1760000000000.3;
const sensors = { motion: "on", orientation: "prompt" } as const;

export const shapes: {
  logBatch: FeedBatch<LogEntry>; motionBatch: FeedBatch<MotionSample>; orientationBatch: FeedBatch<OrientationSample>; status: Required<DeviceStatus>; leanStatus: DeviceStatus;
  valueReply: CommandReply; errorReply: CommandReply; resultReply: CommandReply; state: Required<DeviceState>; leanState: DeviceState; presence: RoomPresence;
  journalStopped: Required<JournalState>; journalKeeps: JournalState;
  eval: Required<EvalCommand>; reload: Required<ReloadCommand>; css: Required<CssCommand>; navigate: Required<NavigateCommand>; identify: Required<IdentifyCommand>;
} = {
  logBatch: {
    page, seq: 1201, origin,
    items: [
      {
        t: 12.34, level: "error", method: "error", depth: 2, repeat: 3, stack: "    at f (http://10.0.0.2:5080/a.js:3:7)",
        site: { url: "http://10.0.0.2:5080/a.js", line: 3, column: 7, function: "f" },
        args: [
          { type: "string", value: "grüße \"x\" \u2028", size: 20000, more: 10000 },
          { type: "number", value: -1.5 }, { type: "number", text: "NaN" }, { type: "boolean", value: false }, { type: "bigint", text: "10n" },
          { type: "symbol", text: "Symbol(a)" }, { type: "undefined" }, { type: "null" }, { type: "function", name: "f" },
          { type: "object", name: "Point", more: 1, entries: [{ key: { type: "string", value: "x" }, value: { type: "getter" } }] },
          { type: "array", size: 3, more: 1, items: [{ type: "circular" }, { type: "thrown" }] },
          { type: "error", name: "TypeError", message: "no", stack: "TypeError: no", entries: [{ key: { type: "string", value: "cause" }, value: { type: "null" } }] },
          { type: "node", name: "HTMLAnchorElement", text: "<a href=\"/\">" },
          { type: "map", name: "Map", size: 1, entries: [{ key: { type: "number", value: 1 }, value: { type: "boolean", value: true } }] },
          { type: "set", name: "Set", size: 1, items: [{ type: "number", value: 0 }] },
          { type: "typedarray", name: "Uint8Array", size: 1, items: [{ type: "number", value: 255 }] },
          { type: "date", name: "Date", text: "1970-01-01T00:00:00.000Z" }, { type: "regexp", name: "RegExp", text: "/a/g" },
          { type: "promise", name: "Promise" }, { type: "weak", name: "WeakMap" },
        ],
      },
      { t: 20, level: "warn", method: "dropped", args: [], dropped: 500 },
    ],
  },
  motionBatch: {
    page, seq: 0, origin,
    items: [
      { t: 5312.4, a: [0.1, 0, -0.2], g: [0.1, 4.9, 8.5], r: [1.2, null, 0], raw: { a: [-0.1, 0, 0.2], g: [-0.1, -4.9, -8.5] } },
      { t: 5328.4, g: [null, null, 9.8] },
    ],
  },
  orientationBatch: { page, seq: 7, origin, items: [{ t: 5312.6, o: [12.5, 30.1, -4], absolute: false }] },
  status: {
    page, url: "https://10.0.0.2:5443/", title: "Tilt", agent: "Mozilla/5.0", visibility: "visible", secure: true, transport: "ws", viewport: [390, 844, 3], sensors, rtt: 4.2, dropped: 0,
  },
  leanStatus: { page, url: "http://10.0.0.2:5080/", title: "", agent: "", visibility: "frozen", secure: false, transport: "http" },
  valueReply: { id: "c1", page, ok: true, value: { type: "number", value: 3 }, ms: 0.4 },
  errorReply: { page, ok: false, error: { type: "error", name: "TypeError", message: "no", stack: "TypeError: no" }, ms: 1 },
  resultReply: { id: "c2", page, ok: true, result: { applied: 2 } },
  state: {
    device: "d1", label: "Red phone", color: "#dd3333", presence: "asleep", since: "2026-01-02T03:04:05+00:00", pages: 2, browser: "Chrome 156 on Android 15", page,
    url: "https://10.0.0.2:5443/", title: "Tilt", agent: "Mozilla/5.0", secure: true, transport: "ws", viewport: [390, 844, 3], sensors, rtt: 4.2, dropped: 12,
    policy: ["script-src https://10.0.0.2:5443/_bridge/bridge.js"],
  },
  leanState: { device: "d1", label: "Red phone", color: "#dd3333", presence: "offline", since: "2026-01-02T03:04:05+00:00", pages: 0 },
  journalStopped: { keeps: false, since: "2026-01-02T03:04:05+00:00", reason: "the disk of /data has 200 MiB left, and 256 MiB must stay free." },
  journalKeeps: { keeps: true, since: "2026-01-02T03:05:05+00:00" },
  presence: { online: 1, consoles: 2, devices: [{ device: "d1", label: "Red phone", color: "#dd3333", presence: "online" }] },
  eval: { id: "c1", code: "1 + 2", timeoutMs: 5000 },
  reload: { id: "c2", build: "b7" },
  css: { id: "c3", files: ["/style.css"], build: "b8", renamed: { "/app.3f2a.css": "/app.9b1c.css" }, near: true, text: "h1 { color: red }" },
  navigate: { id: "c4", url: "/other" },
  identify: { id: "c5", seconds: 3 },
};
