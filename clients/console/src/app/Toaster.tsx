import type { Toasts } from "./toasts.ts";

export function Toaster({ toasts }: { toasts: Toasts }) {
  return (
    <div class="toaster" role="status" aria-live="polite">
      {toasts.list.value.map(toast => <p key={toast.id} class={`toast ${toast.tone}`}>{toast.text}</p>)}
    </div>
  );
}
