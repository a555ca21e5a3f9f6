import { computed, useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { ConsoleApp } from "../app/consoleApp.ts";
import { IconButton } from "../app/IconButton.tsx";
import { ColorDot } from "../devices/ColorDot.tsx";
import { CHART_KINDS } from "./chartKinds.ts";
import { ChartView } from "./ChartView.tsx";
import { MotionEmpty } from "./MotionEmpty.tsx";
import { MotionRate } from "./MotionRate.tsx";
import { PhoneView } from "./PhoneView.tsx";

/** The motion of one device: the one that is chosen here, else the first selected one that moves, else the first that does. */
export function MotionPanel({ app }: { app: ConsoleApp }) {
  const chosen = useSignal<string | null>(null);
  const paused = useSignal(false);
  const shown = useMemo(() => computed(() => {
    const known = app.motion.known.value;
    const selected = [...app.devices.selected.value].filter(device => known.includes(device));
    if (selected.length > 0 && !(chosen.value && selected.includes(chosen.value))) return selected[0];
    return chosen.value && known.includes(chosen.value) ? chosen.value : known[0];
  }), []);
  const device = shown.value;
  const known = app.motion.known.value.filter(id => app.devices.all.value.some(state => state.device === id));
  return (
    <aside class="motion" aria-label="Motion">
      <div class="motion-head">
        <h2>Motion</h2>
        {app.devices.all.value.length > 1 && known.length > 0 && (
          <div class="motion-devices" role="group" aria-label="Device">
            {known.map(id => (
              <button key={id} type="button" class="chip" aria-pressed={id === device} onClick={() => { chosen.value = id; }}>
                <ColorDot color={app.devices.get(id)?.color ?? ""} />{app.devices.label(id)}
              </button>
            ))}
          </div>
        )}
        {device && <MotionRate app={app} device={device} />}
        {device && <IconButton icon={paused.value ? "play" : "pause"} label={paused.value ? "Let the charts go on" : "Pause the charts"} pressed={paused.value} onClick={() => { paused.value = !paused.value; }} />}
      </div>
      {device
        ? (
          <div class="motion-body">
            <PhoneView key={device} app={app} device={device} paused={paused.value} />
            {CHART_KINDS.map(kind => <ChartView key={`${kind.id} ${device} ${app.theme.current.value}`} app={app} device={device} kind={kind} paused={paused.value} />)}
          </div>
        )
        : <MotionEmpty app={app} />}
    </aside>
  );
}
