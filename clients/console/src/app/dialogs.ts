import { signal } from "@preact/signals";

/** A question in a dialog of its own: a line to type (`value`), or a yes. */
export interface Question {
  title: string;
  text: string;
  action: string;
  /** What the line holds at first; absent where there is none. */
  value?: string;
  label?: string;
  danger?: boolean;
  answer: (value: string) => void | Promise<void>;
}

/** Which dialog is open; one at most. */
export class Dialogs {
  readonly open = signal<"pair" | "keys" | "search" | "ask" | null>(null);
  readonly question = signal<Question | null>(null);

  ask(question: Question): void {
    this.question.value = question;
    this.open.value = "ask";
  }

  close = (): void => {
    this.open.value = null;
    this.question.value = null;
  };
}
