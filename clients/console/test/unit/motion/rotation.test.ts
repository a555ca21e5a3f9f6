import assert from "node:assert/strict";
import { test } from "node:test";
import { cssMatrix, deviceRotation, orientationRotation, tiltFromGravity, type Rotation } from "../../../src/motion/rotation.ts";

/** Where a direction of the device points on earth: [east, north, up]. */
function turn(r: Rotation, [x, y, z]: [number, number, number]): number[] {
  return [r[0] * x + r[1] * y + r[2] * z, r[3] * x + r[4] * y + r[5] * z, r[6] * x + r[7] * y + r[8] * z].map(value => Math.round(value * 1e6) / 1e6 + 0);
}

const TOP: [number, number, number] = [0, 1, 0], SCREEN: [number, number, number] = [0, 0, 1], RIGHT: [number, number, number] = [1, 0, 0];

test("Rotation_FlatOnTheTable_IsEarthsOwn", () => {
  const r = orientationRotation(0, 0, 0);
  assert.deepEqual([turn(r, RIGHT), turn(r, TOP), turn(r, SCREEN)], [[1, 0, 0], [0, 1, 0], [0, 0, 1]]);
});

// W3C Device Orientation, 4.1: alpha about z, beta about x, gamma about y; the worked figures of that section.
test("Rotation_Alpha90_TopPointsWest", () => assert.deepEqual(turn(orientationRotation(90, 0, 0), TOP), [-1, 0, 0]));
test("Rotation_Beta90_TopPointsUpAndScreenSouth", () => {
  const r = orientationRotation(0, 90, 0);
  assert.deepEqual([turn(r, TOP), turn(r, SCREEN)], [[0, 0, 1], [0, -1, 0]]);
});
test("Rotation_Gamma90_ScreenPointsEast", () => assert.deepEqual(turn(orientationRotation(0, 0, 90), SCREEN), [1, 0, 0]));

test("Rotation_Angles_AreAppliedIntrinsicZXY", () => {
  // Turned left by 90°, then raised about its own x axis: the top goes up, the screen faces where the bottom pointed (east).
  const r = orientationRotation(90, 90, 0);
  assert.deepEqual([turn(r, TOP), turn(r, SCREEN)], [[0, 0, 1], [1, 0, 0]]);
});

test("Rotation_AnyAngles_KeepLengthsAndHandedness", () => {
  for (let i = 0; i < 200; i++) {
    const r = orientationRotation((i * 37) % 360, ((i * 53) % 360) - 180, ((i * 71) % 180) - 90);
    const determinant = r[0] * (r[4] * r[8] - r[5] * r[7]) - r[1] * (r[3] * r[8] - r[5] * r[6]) + r[2] * (r[3] * r[7] - r[4] * r[6]);
    assert.ok(Math.abs(determinant - 1) < 1e-9);
  }
});

test("TiltFromGravity_AnyAttitude_PointsUpTheSameWay", () => {
  for (let i = 0; i < 200; i++) {
    const r = orientationRotation(0, ((i * 53) % 360) - 180, ((i * 71) % 180) - 90);
    // What a device at rest measures: up, in its own coordinates, which is the third row.
    const tilt = tiltFromGravity(9.81 * r[6], 9.81 * r[7], 9.81 * r[8]);
    assert.ok(tilt);
    const again = orientationRotation(0, tilt.beta, tilt.gamma);
    for (const at of [6, 7, 8] as const) assert.ok(Math.abs(again[at] - r[at]) < 1e-9);
  }
});

test("TiltFromGravity_FreeFall_IsUnknown", () => assert.equal(tiltFromGravity(0.1, 0, 0.2), null));

test("DeviceRotation_OrientationComesFirst_ThenGravityThenNothing", () => {
  assert.deepEqual(deviceRotation([90, 0, 0], [0, 9.8, 0]), orientationRotation(90, 0, 0));
  assert.deepEqual(turn(deviceRotation([null, null, null], [0, 9.8, 0]) as Rotation, TOP), [0, 0, 1]);
  assert.equal(deviceRotation([], [null, null, null]), null);
});

test("DeviceRotation_Heading_IsTakenOff", () => {
  assert.deepEqual(deviceRotation([130, 20, 10], [], 130), orientationRotation(0, 20, 10));
});

/** Where an element's point goes under a CSS matrix3d: [right, down, towards the viewer]. */
function css(matrix: string, [x, y, z]: number[]): number[] {
  const m = matrix.slice(9, -1).split(",").map(Number) as [number, number, number, number, number, number, number, number, number, number, number, number];
  return [0, 1, 2].map(i => Math.round(((m[i] as number) * (x as number) + (m[4 + i] as number) * (y as number) + (m[8 + i] as number) * (z as number)) * 1e4) / 1e4 + 0);
}

test("CssMatrix_HeldUpright_FacesTheViewer", () => {
  const matrix = cssMatrix(orientationRotation(0, 90, 0));
  assert.deepEqual([css(matrix, [0, -1, 0]), css(matrix, [0, 0, 1]), css(matrix, [1, 0, 0])], [[0, -1, 0], [0, 0, 1], [1, 0, 0]]);
});

test("CssMatrix_FlatOnTheTable_ScreenIsUpAndTopIsAway", () => {
  const matrix = cssMatrix(orientationRotation(0, 0, 0));
  assert.deepEqual([css(matrix, [0, 0, 1]), css(matrix, [0, -1, 0])], [[0, -1, 0], [0, 0, -1]]);
});
