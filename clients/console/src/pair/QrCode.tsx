import { qrPath, quietZone } from "./qrPath.ts";

/** Always dark on white, in either theme: that is what cameras are good at. */
export function QrCode({ size, modules, label }: { size: number; modules: string; label: string }) {
  const quiet = quietZone(size, modules);
  const side = size + 2 * quiet;
  return (
    <svg class="qr" role="img" aria-label={label} viewBox={`${-quiet} ${-quiet} ${side} ${side}`} shape-rendering="crispEdges">
      <rect class="qr-paper" x={-quiet} y={-quiet} width={side} height={side} />
      <path class="qr-ink" d={qrPath(size, modules)} />
    </svg>
  );
}
