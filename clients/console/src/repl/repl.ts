import { signal } from "@preact/signals";
import type { Commands } from "../app/commands.ts";
import type { LogStore } from "../log/logStore.ts";
import type { DeviceStore } from "../devices/deviceStore.ts";
import type { ReplHistory } from "./replHistory.ts";
import type { ReplPast } from "./replPast.ts";

/** Evaluates lines on devices; both the line and what each device makes of it go into the log. */
export class Repl {
  /** What is being typed. */
  readonly text = signal("");
  /** How many lines still wait for their answers. */
  readonly waiting = signal(0);

  constructor(private readonly commands: Commands, private readonly log: LogStore, private readonly devices: DeviceStore, readonly history: ReplHistory, private readonly past: ReplPast) {}

  /** Whom the next line goes to, in words. */
  target(): string {
    const selected = [...this.devices.selected.value];
    if (selected.length === 1) return this.devices.all.value.find(known => known.device === selected[0])?.label ?? "";
    return selected.length > 1 ? `${selected.length} devices` : "all devices";
  }

  async run(): Promise<void> {
    const code = this.text.peek().trim();
    if (!code) return;
    this.history.add(code);
    this.text.value = "";
    this.#add({ kind: "input", code, target: this.target(), device: "", time: Date.now() });
    this.waiting.value += 1;
    const { room } = this.commands;
    const outcomes = await this.commands.send(this.commands.targets(), "eval", { code });
    this.waiting.value -= 1;
    if (this.commands.room !== room) return; // what is shown is another room, and none of this
    if (outcomes.length === 0) this.#add({ kind: "note", level: "warn", text: "No device is here to run that.", device: "", time: Date.now() });
    for (const { device, reply, failure } of outcomes) {
      this.#add({ kind: "outcome", device, time: Date.now(), ...(reply && { reply }), ...(failure && { failure }) });
    }
  }

  #add(row: Parameters<LogStore["append"]>[0]): void {
    this.log.append(row);
    this.log.announce();
    this.past.add(row);
  }
}
