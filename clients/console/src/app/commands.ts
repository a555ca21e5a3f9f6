import type { DeviceStore } from "../devices/deviceStore.ts";
import type { CommandOutcome, ConsoleSource } from "../source/consoleSource.ts";
import { failureText } from "../log/rowText.ts";
import type { Toasts } from "./toasts.ts";

/** Sends commands to the devices of a room, and says what became of them. */
export class Commands {
  room = "";

  constructor(private readonly source: ConsoleSource, private readonly devices: DeviceStore, private readonly toasts: Toasts) {}

  /** The devices a command goes to without being told: the selected ones, or all. */
  targets(): string[] {
    const selected = [...this.devices.selected.peek()];
    return selected.length === 0 ? ["all"] : selected;
  }

  async send(targets: readonly string[], command: string, args: object): Promise<CommandOutcome[]> {
    const sent = targets.map(device => this.source.command(this.room, device, command, args).catch((error: unknown) => [
      { device: device === "all" ? "" : device, label: this.devices.label(device), failure: (error as Error).message },
    ]));
    return (await Promise.all(sent)).flat();
  }

  /** Sends, and answers in a toast: for what has no place in the log. */
  async announce(targets: readonly string[], command: string, args: object, done: string): Promise<void> {
    const outcomes = await this.send(targets, command, args);
    const failed = outcomes.filter(outcome => !outcome.reply?.ok);
    if (outcomes.length === 0) this.toasts.show("No device is here to do that.", "bad");
    else if (failed.length === 0) this.toasts.show(`${done} ${names(outcomes)}.`);
    else for (const outcome of failed) this.toasts.show(`${outcome.label || "Relay"}: ${why(outcome)}`, "bad");
  }
}

function names(outcomes: readonly CommandOutcome[]): string {
  return outcomes.length <= 2 ? outcomes.map(outcome => outcome.label).join(" and ") : `${outcomes.length} devices`;
}

function why(outcome: CommandOutcome): string {
  return outcome.failure ? failureText(outcome.failure) : (outcome.reply?.error?.message ?? "it did not work");
}
