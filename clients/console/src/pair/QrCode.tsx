import { qrPath } from "./qrPath.ts";

/** Modules of white around the code: the standard asks for four, and readers do need them on a dark page. */
const QUIET = 4;

/** Always dark on white, in either theme: that is what cameras are good at. */
export function QrCode({ size, modules, label }: { size: number; modules: string; label: string }) {
  const side = size + 2 * QUIET;
  return (
    <svg class="qr" role="img" aria-label={label} viewBox={`${-QUIET} ${-QUIET} ${side} ${side}`} shape-rendering="crispEdges">
      <rect class="qr-paper" x={-QUIET} y={-QUIET} width={side} height={side} />
      <path class="qr-ink" d={qrPath(size, modules)} />
    </svg>
  );
}
