import type { Vector } from "@bridge/protocol";
import type { SensorKind } from "./sensor.ts";
import { axes, time, vector } from "./reading.ts";

/** WebKit on iOS gives both accelerations with the opposite sign of the W3C's text and of everybody else. */
const isInverted = ({ userAgent, maxTouchPoints }: Navigator): boolean =>
  /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);

const opposite = (of: Vector | null): Vector | null => of && (of.map((axis) => axis && -axis) as Vector);

/** devicemotion as MotionSample, in the W3C's signs; what came is kept beside it where it differs. */
export function motion(navigator: Navigator): SensorKind {
  const inverted = isInverted(navigator);
  return {
    name: "motion",
    event: "devicemotion",
    type: "DeviceMotionEvent",
    item(event: DeviceMotionEvent) {
      const { acceleration: a, accelerationIncludingGravity: g, rotationRate: r } = event;
      const without = vector(a?.x, a?.y, a?.z);
      const withGravity = vector(g?.x, g?.y, g?.z);
      const rotation = vector(r?.alpha, r?.beta, r?.gamma);
      if (!without && !withGravity && !rotation) return null;
      const shown = inverted
        ? axes("a", opposite(without)) + axes("g", opposite(withGravity))
        : axes("a", without) + axes("g", withGravity);
      const raw = inverted ? `,"raw":{${(axes("a", without) + axes("g", withGravity)).slice(1)}}` : "";
      return `{"t":${time(event)}${shown}${axes("r", rotation)}${raw}}`;
    },
  };
}
