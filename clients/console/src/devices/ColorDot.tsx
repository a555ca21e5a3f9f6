import { useLayoutEffect, useRef } from "preact/hooks";

/** A device's colour. Set through CSSOM, which a style policy without `unsafe-inline` lets through. */
export function ColorDot({ color }: { color: string }) {
  const element = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => { element.current?.style.setProperty("--device", color); }, [color]);
  return <span ref={element} class="dot" aria-hidden="true" />;
}
