import { shortLocation, stackFrames } from "./stackFrames.ts";

/** A stack, a frame per line: function, then file and line; the full address is in the title. */
export function StackView({ stack }: { stack: string }) {
  const frames = stackFrames(stack);
  if (frames.length === 0) return <pre class="stack">{stack}</pre>;
  return (
    <ol class="stack" aria-label="Stack">
      {frames.map((frame, i) => (
        <li key={i}><span class="t-faint">at </span>{frame.text} <span class="stack-site" title={frame.location}>{shortLocation(frame.location)}</span></li>
      ))}
    </ol>
  );
}
