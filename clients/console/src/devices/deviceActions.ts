import type { DeviceState } from "@bridge/protocol";
import type { ConsoleApp } from "../app/consoleApp.ts";

/** What a person can do with one device. */
export function deviceActions(app: ConsoleApp, device: DeviceState) {
  const target = [device.device];
  return {
    flash: () => void app.commands.announce(target, "identify", { seconds: 3 }, "Flashing"),
    reload: () => void app.commands.announce(target, "reload", {}, "Reloaded"),
    navigate: () => app.dialogs.ask({
      title: `Navigate ${device.label}`, text: "Opens another address on the phone. Outside of this site it is no longer bridged.", action: "Navigate",
      value: device.url ?? "", label: "Address",
      answer: url => app.commands.announce(target, "navigate", { url: address(url, device.url) }, "Navigating"),
    }),
    remove: () => app.dialogs.ask({
      title: `Remove ${device.label}?`, text: "Its pairing ends at once. To come back, the phone has to scan a new code.", action: "Remove device", danger: true,
      answer: async () => {
        await app.source.revoke(app.room.peek(), device.device);
        app.toasts.show(`${device.label} was removed.`);
      },
    }),
    rename: async (label: string) => {
      if (!label || label === device.label) return;
      try {
        await app.source.rename(app.room.peek(), device.device, label);
      } catch (error) {
        app.toasts.show(`The name was not changed: ${(error as Error).message}`, "bad");
      }
    },
  };
}

/** An address as a person types it, against the page that is open. */
function address(typed: string, base: string | undefined): string {
  let url: URL;
  try {
    url = new URL(typed, base);
  } catch {
    throw new Error("That is not an address.");
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") throw new Error("Only http and https addresses can be opened.");
  return url.href;
}
