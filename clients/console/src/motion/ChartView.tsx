import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { ConsoleApp } from "../app/consoleApp.ts";
import type { ChartKind } from "./chartKinds.ts";
import { MotionChart } from "./MotionChart.ts";

interface Props { app: ConsoleApp; device: string; kind: ChartKind; paused: boolean }

/**
 * One chart with its newest values. What changes sixty times a second goes past Preact: the plot draws on its canvas, and
 * the three numbers are text nodes that are written to.
 */
export function ChartView({ app, device, kind, paused }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const numbers = [useRef<HTMLElement>(null), useRef<HTMLElement>(null), useRef<HTMLElement>(null)];
  const hold = useRef(paused);
  hold.current = paused;
  useEffect(() => {
    const element = host.current as HTMLDivElement;
    const chart = new MotionChart(kind, element, element.clientWidth, element.clientHeight);
    const draw = () => {
      const known = app.motion.get(device);
      if (!known || hold.current) return;
      chart.draw(known);
      const latest = known[kind.series].latest().slice(kind.column, kind.column + 3);
      for (const [i, value] of latest.entries()) write(numbers[i]?.current, value);
    };
    const stop = effect(() => {
      app.motion.revision.value;
      draw();
    });
    const observer = new ResizeObserver(() => chart.resize(element.clientWidth, element.clientHeight));
    observer.observe(element);
    return () => {
      stop();
      observer.disconnect();
      chart.destroy();
    };
  }, []);
  return (
    <section class="chart" aria-label={`${kind.title}, ${kind.unit}`} data-chart={kind.id}>
      <h3>{kind.title}<span class="unit">{kind.unit}</span></h3>
      <p class="values">{kind.axes.map((axis, i) => <span key={axis} class={`axis axis-${i}`}><i>{axis}</i><b ref={numbers[i] as { current: HTMLElement | null }}>–</b></span>)}</p>
      <div ref={host} class="plot" />
    </section>
  );
}

function write(element: HTMLElement | null | undefined, value: number | null): void {
  if (element) element.textContent = value === null ? "–" : value.toFixed(1).replace("-", "−");
}
