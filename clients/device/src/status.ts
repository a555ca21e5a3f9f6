import type { DeviceStatus, SensorState } from "@bridge/protocol";
import { json } from "./capture/intrinsics.ts";
import type { Page } from "./page.ts";
import type { Platform } from "./platform.ts";
import { listen } from "./platform.ts";

/** A title or an address that changes without an event is seen within this time. */
const LOOK_EVERY = 1000;
/** Changes that come together are told together. */
const SETTLE = 50;

export interface Status {
  /** Something may have changed. */
  changed(): void;
  /** Tells everything, changed or not: the connection is new. */
  tell(): void;
  rtt(ms: number): void;
  uninstall(): void;
}

export interface StatusDeps {
  platform: Platform;
  page: Page;
  transport(): "ws" | "http";
  sensors(): Record<string, SensorState>;
  dropped(): number;
  /** Whether there is somebody to tell. */
  connected(): boolean;
  post(payload: string): void;
}

/** Tells on `up/status` what the page is, whenever that changes. */
export function installStatus({ platform, page, transport, sensors, dropped, connected, post }: StatusDeps): Status {
  const { win, doc, setTimeout, clearTimeout } = platform;
  let frozen = false;
  let rtt = 0;
  let told = "";
  let timer = 0;
  let look = 0;

  const now = (): DeviceStatus => ({
    page: page.id,
    url: win.location.href.slice(0, 2000),
    title: platform.title().slice(0, 200),
    agent: win.navigator.userAgent,
    visibility: frozen ? "frozen" : doc.visibilityState === "visible" ? "visible" : "hidden",
    secure: win.isSecureContext,
    transport: transport(),
    viewport: [win.innerWidth, win.innerHeight, win.devicePixelRatio],
    sensors: sensors(),
    rtt: Math.round(rtt * 10) / 10,
    dropped: dropped(),
  });
  const tell = () => {
    clearTimeout(timer);
    timer = 0;
    if (!connected()) return; // the window's size alone costs a layout
    const status = json(now());
    if (status !== told) post((told = status));
  };
  const changed = () => void (timer ||= setTimeout(tell, SETTLE));
  const lookAgain = () => {
    changed();
    look = setTimeout(lookAgain, LOOK_EVERY);
  };
  lookAgain();

  const unlisten = [
    listen(win, "resize", changed),
    listen(doc, "visibilitychange", () => tell()),
    listen(doc, "freeze", () => {
      frozen = true;
      tell();
    }),
    listen(doc, "resume", () => {
      frozen = false;
      changed();
    }),
    ...((win as any).navigation ? [listen((win as any).navigation, "currententrychange", changed)] : []),
  ];
  return {
    changed,
    tell() {
      told = "";
      tell();
    },
    rtt(ms) {
      // Small differences are noise, not news.
      if (!rtt || Math.abs(ms - rtt) > Math.max(5, rtt / 4)) {
        rtt = ms;
        changed();
      }
    },
    uninstall() {
      clearTimeout(timer);
      clearTimeout(look);
      unlisten.forEach((run) => run());
    },
  };
}
