import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { ConsoleApp } from "../app/consoleApp.ts";
import { COLUMN } from "./motionStore.ts";
import { cssMatrix, deviceRotation } from "./rotation.ts";

interface Props { app: ConsoleApp; device: string; paused: boolean }

const FACES = ["front", "back", "left", "right", "top", "bottom"] as const;

/** A small phone that turns with the real one. It looks north; "Face me" takes where it points now for north. */
export function PhoneView({ app, device, paused }: Props) {
  const phone = useRef<HTMLDivElement>(null);
  const source = useRef<HTMLSpanElement>(null);
  const heading = useRef(0);
  const hold = useRef(paused);
  hold.current = paused;
  const turn = () => {
    const known = app.motion.get(device);
    if (!known || hold.current) return;
    const orientation = known.orientation.latest();
    const rotation = deviceRotation(orientation, known.motion.latest().slice(COLUMN.g, COLUMN.g + 3), heading.current);
    if (rotation) phone.current?.style.setProperty("transform", cssMatrix(rotation));
    if (source.current) source.current.textContent = rotation ? (orientation[1] != null ? "by orientation" : "by gravity, heading unknown") : "no attitude known";
  };
  useEffect(() => effect(() => {
    app.motion.revision.value;
    turn();
  }), []);
  const face = () => {
    heading.current = app.motion.get(device)?.orientation.latest()[0] ?? 0;
    turn();
  };
  return (
    <div class="phone-stage">
      <div class="phone-scene" role="img" aria-label="The phone's attitude in space">
        <div class="phone-camera">
          <div class="phone-floor" />
          <div ref={phone} class="phone">{FACES.map(face => <div key={face} class={`phone-face ${face}`} />)}</div>
        </div>
      </div>
      <p class="phone-note"><span ref={source} /><button type="button" class="chip" title="Take where the phone points now for straight ahead" onClick={face}>Face me</button></p>
    </div>
  );
}
