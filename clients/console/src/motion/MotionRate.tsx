import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ConsoleApp } from "../app/consoleApp.ts";

/** Without a batch for this long, a rate would be a claim about the past. Milliseconds. */
const SILENT = 1_500;

/** How many samples a second there really are, twice a second. */
export function MotionRate({ app, device }: { app: ConsoleApp; device: string }) {
  const text = useSignal("");
  const lost = useSignal(0);
  useEffect(() => {
    const measure = () => {
      const known = app.motion.get(device);
      if (!known) return;
      const rate = Math.max(known.motion.rate(), known.orientation.rate());
      text.value = Date.now() - known.arrived > SILENT ? "still" : `${rate.toFixed(rate < 10 ? 1 : 0)} Hz`;
      lost.value = known.lost;
    };
    measure();
    const timer = setInterval(measure, 500);
    return () => clearInterval(timer);
  }, [device]);
  return (
    <span class="rate" title="Samples per second, by the device's own times">
      {text}{lost.value > 0 && <span class="rate-lost" title="Samples that did not arrive"> {lost.value.toLocaleString("en")} lost</span>}
    </span>
  );
}
