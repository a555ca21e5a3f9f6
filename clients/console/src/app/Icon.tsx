/** Line icons on a 16 px grid, drawn with the text's colour. */
const PATHS = {
  pair: "M2 2h5v5H2zM9 2h5v5H9zM2 9h5v5H2zM9 9h2v2H9zM12 12h2v2h-2zM12 9h2M9 14h1",
  sun: "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1",
  moon: "M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7z",
  keys: "M1.5 4h13v8h-13zM4 6.5h.5M6.7 6.5h.6M9.2 6.5h.6M11.7 6.5h.6M4 9.5h8",
  motion: "M1 8h3l2-5 4 10 2-5h3",
  flash: "M9 1.5 3.5 9H8l-1 5.5L12.5 7H8z",
  reload: "M13.5 8A5.5 5.5 0 1 1 11.7 4M13.5 1.5V5H10",
  navigate: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM1.5 8h13M8 1.5c4.5 4.5 4.5 8.5 0 13M8 1.5c-4.5 4.5-4.5 8.5 0 13",
  rename: "M2.5 13.5 3 10.8l7.8-7.8 2.2 2.2L5.2 13zM9.5 4.3l2.2 2.2",
  remove: "M2.5 4h11M6 4V2.5h4V4M4 4l.6 9.5h6.8L12 4M6.7 6.5v4.5M9.3 6.5v4.5",
  clear: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM3.5 3.5l9 9",
  pause: "M5 3v10M11 3v10",
  play: "M4.5 2.5v11l9-5.5z",
  copy: "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
  save: "M8 2v8M4.5 6.5 8 10l3.5-3.5M2.5 13.5h11",
  caret: "M6 4l4 4-4 4",
  down: "M8 3v10M4 9l4 4 4-4",
  close: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  search: "M7 2a5 5 0 1 0 0 10A5 5 0 0 0 7 2zM10.7 10.7 14 14",
  history: "M2.5 8A5.5 5.5 0 1 0 4.3 4M2.5 1.5V5H6M8 5v3.2l2.2 1.6",
  error: "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4",
  warn: "M8 2 1.5 13.5h13zM8 6.5v3.5M8 12v.2",
  info: "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM8 7.2v4M8 4.7v.2",
  debug: "M6 3.5 2.5 8 6 12.5M10 3.5 13.5 8 10 12.5",
  input: "M5 3.5 9.5 8 5 12.5",
  output: "M11 3.5 6.5 8l4.5 4.5",
  log: "",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
