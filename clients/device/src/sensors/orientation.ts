import type { SensorKind } from "./sensor.ts";
import { axes, time, vector } from "./reading.ts";

/** deviceorientation as OrientationSample. */
export const orientation: SensorKind = {
  name: "orientation",
  event: "deviceorientation",
  type: "DeviceOrientationEvent",
  item(event: DeviceOrientationEvent) {
    const angles = vector(event.alpha, event.beta, event.gamma);
    return angles && `{"t":${time(event)}${axes("o", angles)},"absolute":${event.absolute}}`;
  },
};
