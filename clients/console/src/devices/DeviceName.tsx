import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";

interface Props { label: string; editing: boolean; onDone: (label: string | null) => void }

/** A device's label, or the field that changes it in its place. Enter and leaving the field keep, Escape doesn't. */
export function DeviceName({ label, editing, onDone }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const value = useSignal(label);
  // With the field itself: a frame later the visitor may have typed already.
  useLayoutEffect(() => {
    if (!editing) return;
    value.value = label;
    input.current?.select();
  }, [editing]);
  if (!editing) return <span class="device-label" title={label}>{label}</span>;
  return (
    <input
      ref={input} class="device-rename" aria-label="Name of the device" value={value.value} maxLength={40} spellcheck={false} autocomplete="off"
      onClick={event => event.stopPropagation()}
      onInput={event => { value.value = event.currentTarget.value; }}
      onBlur={() => onDone(value.value.trim())}
      onKeyDown={event => {
        event.stopPropagation();
        if (event.key === "Enter") onDone(value.value.trim());
        if (event.key === "Escape") onDone(null);
      }}
    />
  );
}
