import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { IconButton } from "./IconButton.tsx";

interface Props {
  id: string;
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  /** The field that the dialog is about takes the focus itself. */
  ownFocus?: boolean;
}

/** A modal dialog; the browser keeps the focus inside, closes it on Escape and gives the focus back. */
export function Dialog({ id, title, onClose, children, ownFocus }: Props) {
  const element = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={element} class="dialog" id={id} aria-labelledby={`${id}-title`} onClose={onClose}
      onClick={event => { if (event.target === element.current) onClose(); }}
    >
      <div class="dialog-body">
        <header class="dialog-head">
          <h2 id={`${id}-title`} tabIndex={-1} autofocus={!ownFocus}>{title}</h2>
          <IconButton icon="close" label="Close" keys="Esc" onClick={onClose} />
        </header>
        {children}
      </div>
    </dialog>
  );
}
