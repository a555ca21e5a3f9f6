import { Icon, type IconName } from "./Icon.tsx";

interface Props {
  icon: IconName;
  /** What it does: read aloud, and shown on hover. */
  label: string;
  onClick: () => void;
  keys?: string;
  pressed?: boolean;
  disabled?: boolean;
  danger?: boolean;
}

export function IconButton({ icon, label, onClick, keys, pressed, disabled, danger }: Props) {
  return (
    <button
      type="button" class={`icon-button${danger ? " danger" : ""}`} aria-label={label} title={keys ? `${label} (${keys})` : label}
      aria-pressed={pressed} disabled={disabled} onClick={event => { event.stopPropagation(); onClick(); }}
    >
      <Icon name={icon} />
    </button>
  );
}
