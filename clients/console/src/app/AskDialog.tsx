import { useSignal } from "@preact/signals";
import type { Dialogs, Question } from "./dialogs.ts";
import { Dialog } from "./Dialog.tsx";

/** Asks one thing, keeps the dialog open while it is done, and says what went wrong. */
export function AskDialog({ dialogs, question }: { dialogs: Dialogs; question: Question }) {
  const value = useSignal(question.value ?? "");
  const problem = useSignal("");
  const submit = async (event: Event) => {
    event.preventDefault();
    try {
      await question.answer(value.value.trim());
      if (dialogs.question.peek() === question) dialogs.close(); // or it was closed meanwhile, and what is open is another
    } catch (error) {
      problem.value = (error as Error).message;
    }
  };
  return (
    <Dialog id="ask" title={question.title} onClose={dialogs.close} ownFocus={question.value !== undefined}>
      <form onSubmit={submit} class="ask">
        <p>{question.text}</p>
        {question.value !== undefined && (
          <input
            class="field" autofocus aria-label={question.label ?? question.title} value={value.value} spellcheck={false} autocomplete="off"
            onInput={event => { value.value = event.currentTarget.value; }}
          />
        )}
        {problem.value && <p class="problem" role="alert">{problem.value}</p>}
        <div class="dialog-actions">
          <button type="button" class="button" onClick={dialogs.close}>Cancel</button>
          <button type="submit" class={`button primary${question.danger ? " danger" : ""}`}>{question.action}</button>
        </div>
      </form>
    </Dialog>
  );
}
