/** Modules of white around a code: the standard asks for four, and readers do need them on a dark page. */
const QUIET = 4;

/** How many modules of white are still missing around a code: none if its edge is white already. */
export function quietZone(size: number, modules: string): number {
  return modules.slice(0, size).includes("1") ? QUIET : 0;
}

/** The dark modules of a QR code as an SVG path: one stroke per run of a row, which prints without hairlines between. */
export function qrPath(size: number, modules: string): string {
  let path = "";
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (modules[y * size + x] !== "1") continue;
      let end = x;
      while (end < size && modules[y * size + end] === "1") end++;
      path += `M${x} ${y}h${end - x}v1h${x - end}z`;
      x = end;
    }
  }
  return path;
}
