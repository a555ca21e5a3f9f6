import type { JournalState } from "@bridge/protocol";
import { batch, computed, effect, signal } from "@preact/signals";
import { DeviceStore } from "../devices/deviceStore.ts";
import { Connection } from "../feed/connection.ts";
import { FrameQueue, type Scheduler } from "../feed/frameQueue.ts";
import { FrameRouter } from "../feed/frameRouter.ts";
import { Pages } from "../feed/pages.ts";
import { LogStore } from "../log/logStore.ts";
import { LogView } from "../log/logView.ts";
import { MotionStore } from "../motion/motionStore.ts";
import { Invitation } from "../pair/invitation.ts";
import { Repl } from "../repl/repl.ts";
import { ReplHistory } from "../repl/replHistory.ts";
import type { ReplPast } from "../repl/replPast.ts";
import { JournalSearch } from "../search/journalSearch.ts";
import type { ConsoleSource } from "../source/consoleSource.ts";
import { Commands } from "./commands.ts";
import { Dialogs } from "./dialogs.ts";
import type { Preferences } from "./preferences.ts";
import type { ThemeChoice } from "./themeChoice.ts";
import { Toasts } from "./toasts.ts";

/** Every relay has it from its start. */
export const FIRST_ROOM = "main";

/** The console without its looks: every store, and what ties them together. */
export class ConsoleApp {
  readonly room = signal(FIRST_ROOM);
  readonly motionOpen = signal(true);
  readonly pages = new Pages();
  readonly devices = new DeviceStore();
  readonly log = new LogStore();
  readonly motion = new MotionStore();
  readonly toasts = new Toasts();
  readonly dialogs = new Dialogs();
  readonly view = new LogView(this.log, this.devices);
  /** Whether what is shown is kept, too. */
  readonly journal = signal<Pick<JournalState, "keeps" | "reason">>({ keeps: true });
  readonly connection: Connection;
  readonly commands: Commands;
  readonly repl: Repl;
  readonly search: JournalSearch;
  readonly invitation: Invitation;
  readonly router: FrameRouter;
  readonly queue: FrameQueue;
  /** Nothing to look at yet: the place of the log invites the first phone instead. */
  readonly empty = computed(() => this.connection.state.value.kind === "live" && this.devices.all.value.length === 0 && this.log.revision.value >= 0 && this.log.rows.size === 0);

  constructor(readonly source: ConsoleSource, readonly preferences: Preferences, readonly theme: ThemeChoice, scheduler: Scheduler, roomy: boolean, readonly past: ReplPast) {
    this.router = new FrameRouter({ log: this.log, devices: this.devices, motion: this.motion, pages: this.pages, journal: this.journal, past });
    this.queue = new FrameQueue(this.router.apply, scheduler);
    this.connection = new Connection(source, this.queue.push, room => this.#missing(room), room => this.open(room));
    // A relay that was started anew has nothing to take back: what it says of itself is the beginning.
    effect(() => { this.journal.value = this.connection.info.value?.journal ?? { keeps: true }; });
    this.commands = new Commands(source, this.devices, this.toasts);
    this.repl = new Repl(this.commands, this.log, this.devices, new ReplHistory(preferences), past);
    this.search = new JournalSearch(source, this.room);
    this.invitation = new Invitation(source, this.room, this.devices);
    // On a phone's width there is room for one thing: the log, until somebody wants the other.
    this.motionOpen.value = preferences.get("motion") ? preferences.get("motion") === "open" : roomy;
  }

  /** Shows a room from its beginning. */
  open(room: string): void {
    if (room !== this.room.peek()) this.search.reset();
    batch(() => {
      this.queue.clear();
      this.router.clear();
      this.devices.clear();
      this.view.clear();
      this.motion.clear();
      this.pages.clear();
      this.room.value = room;
    });
    this.commands.room = room;
    this.repl.history.open(room);
    this.past.open(room);
    this.preferences.set("room", room);
    this.connection.open(room);
  }

  /** Empties the log of this tab; the relay's journal keeps what it has. */
  clearLog(): void {
    this.view.clear();
    this.past.clear();
  }

  toggleMotion(): void {
    this.motionOpen.value = !this.motionOpen.peek();
    this.preferences.set("motion", this.motionOpen.peek() ? "open" : "closed");
  }

  async createRoom(room: string): Promise<void> {
    await this.source.createRoom(room);
    this.open(room);
  }

  /** The room that was open last may be another relay's. */
  #missing(room: string): void {
    this.toasts.show(`This relay has no room “${room}”.`, "bad");
    this.open(FIRST_ROOM);
  }
}
