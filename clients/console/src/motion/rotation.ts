import type { Sample } from "./sampleSeries.ts";

/** Three rows of a rotation matrix: device coordinates to earth coordinates (x east, y north, z up). */
export type Rotation = readonly [number, number, number, number, number, number, number, number, number];

const DEGREE = Math.PI / 180;

/**
 * The rotation of W3C Device Orientation, section 4.1: intrinsic Z-X'-Y'' by alpha, beta, gamma, that is
 * R = Rz(alpha) · Rx(beta) · Ry(gamma). Degrees.
 */
export function orientationRotation(alpha: number, beta: number, gamma: number): Rotation {
  const cA = Math.cos(alpha * DEGREE), sA = Math.sin(alpha * DEGREE);
  const cB = Math.cos(beta * DEGREE), sB = Math.sin(beta * DEGREE);
  const cG = Math.cos(gamma * DEGREE), sG = Math.sin(gamma * DEGREE);
  return [
    cA * cG - sA * sB * sG, -cB * sA, cG * sA * sB + cA * sG,
    cG * sA + cA * sB * sG, cA * cB, sA * sG - cA * cG * sB,
    -cB * sG, sB, cB * cG,
  ];
}

/**
 * Beta and gamma that explain the acceleration including gravity of a device at rest, which points up in the device's
 * coordinates: the third row of the rotation above. Heading can't be known from it. Null in free fall.
 */
export function tiltFromGravity(x: number, y: number, z: number): { beta: number; gamma: number } | null {
  const across = Math.hypot(x, z);
  if (Math.hypot(across, y) < 1) return null;
  return { beta: Math.atan2(y, across) / DEGREE, gamma: Math.atan2(-x, z) / DEGREE };
}

/** The rotation by whatever the device gives: orientation first, gravity otherwise; null with neither. */
export function deviceRotation(orientation: readonly Sample[], gravity: readonly Sample[], heading = 0): Rotation | null {
  const [alpha, beta, gamma] = orientation;
  if (beta != null && gamma != null) return orientationRotation((alpha ?? 0) - heading, beta, gamma);
  const [x, y, z] = gravity;
  if (x == null || y == null || z == null) return null;
  const tilt = tiltFromGravity(x, y, z);
  return tilt && orientationRotation(0, tilt.beta, tilt.gamma);
}

/**
 * The same rotation for CSS, seen from the south: CSS x is east, y is down, z comes towards the viewer (south). An element's own
 * axes are the device's with y downwards. So with e = R·d, d = (x, -y, z): X = e.x, Y = -e.z, Z = -e.y. Column-major, as matrix3d wants it.
 */
export function cssMatrix(r: Rotation): string {
  const columns = [r[0], -r[6], -r[3], 0, -r[1], r[7], r[4], 0, r[2], -r[8], -r[5], 0, 0, 0, 0, 1];
  return `matrix3d(${columns.map(value => value.toFixed(5)).join(",")})`;
}
