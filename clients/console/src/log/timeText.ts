const two = (n: number) => String(n).padStart(2, "0");

/** `14:03:07.218` in this browser's time zone. */
export function timeText(time: number): string {
  const date = new Date(time);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}
