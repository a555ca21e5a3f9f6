import assert from "node:assert/strict";
import { test } from "node:test";
import { motion } from "../../src/sensors/motion.ts";
import { orientation } from "../../src/sensors/orientation.ts";
import { createSensor } from "../../src/sensors/sensor.ts";
import { installSensors } from "../../src/sensors/sensors.ts";
import type { SensorState } from "@bridge/protocol";
import { FakePlatform } from "../fakePlatform.ts";

const android = { userAgent: "Mozilla/5.0 (Linux; Android 15)", maxTouchPoints: 5 } as Navigator;
const iPhone = { userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X)", maxTouchPoints: 5 } as Navigator;
const iPad = { userAgent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", maxTouchPoints: 5 } as Navigator;
const mac = { userAgent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", maxTouchPoints: 0 } as Navigator;

const reading = (more: object = {}) => ({
  timeStamp: 123.456, acceleration: { x: 1, y: 2, z: 0 }, accelerationIncludingGravity: { x: 1, y: 2, z: 9.800000190734863 },
  rotationRate: { alpha: 10, beta: null, gamma: -3 }, ...more,
});

test("Motion_OnAndroid_IsAsItCame", () => {
  assert.deepEqual(JSON.parse(motion(android).item(reading())!), { t: 123.46, a: [1, 2, 0], g: [1, 2, 9.8], r: [10, null, -3] });
});

test("Motion_OnIos_IsNormalisedAndRawIsKept", () => {
  for (const navigator of [iPhone, iPad]) {
    assert.deepEqual(JSON.parse(motion(navigator).item(reading())!), {
      t: 123.46, a: [-1, -2, 0], g: [-1, -2, -9.8], r: [10, null, -3], raw: { a: [1, 2, 0], g: [1, 2, 9.8] },
    });
  }
  assert.equal(JSON.parse(motion(mac).item(reading())!).raw, undefined);
});

test("Motion_WithoutGyroscope_LeavesRotationOut", () => {
  assert.deepEqual(JSON.parse(motion(android).item(reading({ rotationRate: null, acceleration: null }))!), { t: 123.46, g: [1, 2, 9.8] });
  assert.equal(motion(android).item(reading({ rotationRate: null, acceleration: { x: null, y: null, z: null }, accelerationIncludingGravity: null })), null);
});

test("Orientation_Event_IsAnOrientationSample", () => {
  assert.deepEqual(JSON.parse(orientation.item({ timeStamp: 1, alpha: 1.00001, beta: 2, gamma: 3, absolute: true })!), { t: 1, o: [1, 2, 3], absolute: true });
  assert.equal(orientation.item({ timeStamp: 1, alpha: null, beta: null, gamma: null, absolute: false }), null);
});

function setUp(type: any, secure = true) {
  const platform = new FakePlatform();
  platform.win.isSecureContext = secure;
  platform.win.DeviceMotionEvent = type;
  const samples: string[] = [];
  const states: SensorState[] = [];
  const sensor = createSensor(platform, motion(android), (item) => samples.push(item), () => states.push(sensor.state()));
  sensor.read(true);
  const fire = (more: object) => {
    const { timeStamp: _, ...rest } = reading(more);
    return platform.win.dispatchEvent(Object.assign(new Event("devicemotion"), rest));
  };
  return { platform, sensor, samples, states, fire };
}
const nothing = { acceleration: null, accelerationIncludingGravity: null, rotationRate: null };

test("Sensor_InsecureContext_SaysSo", () => {
  assert.equal(setUp(undefined, false).sensor.state(), "insecure");
  assert.equal(setUp(undefined, true).sensor.state(), "absent");
});

test("Sensor_Readings_TurnItOn", () => {
  const { sensor, samples, fire } = setUp(class {});
  assert.equal(sensor.state(), "waiting");
  fire({});
  assert.equal(sensor.state(), "on");
  assert.equal(samples.length, 1);
});

test("Sensor_NullReading_MeansAbsent", async () => {
  const { platform, sensor, fire } = setUp(class {});
  fire(nothing);
  await platform.pass(1);
  assert.equal(sensor.state(), "absent");
  fire({});
  assert.equal(sensor.state(), "on", "a reading that comes after all counts");
});

test("Sensor_SilenceThatNeedsATap_PromptsAndStartsWhenAllowed", async () => {
  let tapped = false;
  const { platform, sensor, samples, states, fire } = setUp({ requestPermission: async () => { if (!tapped) throw new Error("NotAllowedError"); return "granted"; } });
  await platform.pass(1000);
  assert.equal(sensor.state(), "prompt");
  tapped = true;
  sensor.ask();
  await platform.pass(10);
  fire({});
  assert.deepEqual(states, ["prompt", "on"]);
  assert.equal(samples.length, 1);
});

test("Sensor_TapThatIsRefused_IsDenied", async () => {
  let tapped = false;
  const { platform, sensor } = setUp({ requestPermission: async () => { if (!tapped) throw new Error("NotAllowedError"); return "denied"; } });
  await platform.pass(1000);
  tapped = true;
  sensor.ask();
  await platform.pass(10);
  assert.equal(sensor.state(), "denied");
});

test("Sensor_DeniedBefore_IsFoundWithoutATap", async () => {
  const { platform, sensor, fire } = setUp({ requestPermission: async () => "denied" });
  fire(nothing);
  await platform.pass(1);
  assert.equal(sensor.state(), "denied");
});

test("Sensor_GrantedButNothingThere_IsAbsent", async () => {
  const { platform, sensor, fire } = setUp({ requestPermission: async () => "granted" });
  fire(nothing);
  await platform.pass(1001);
  assert.equal(sensor.state(), "absent");
});

test("Sensor_NotRead_HearsNothing", async () => {
  const { sensor, samples, fire } = setUp(class {});
  sensor.read(false);
  fire({});
  assert.equal(samples.length, 0);
  sensor.read(true);
  fire({});
  assert.equal(samples.length, 1);
});

test("Sensor_WhosePermissionCannotBeAskedFor_WaitsForATap", async () => {
  for (const requestPermission of [() => "granted", () => { throw new TypeError("a page's own"); }]) {
    const { platform, sensor } = setUp({ requestPermission });
    await platform.pass(2500);
    assert.ok(["absent", "prompt"].includes(sensor.state()), sensor.state());
  }
});

test("Sensor_AllowedWhileNobodyReads_IsNotReadAndNotTakenForAbsent", async () => {
  let allow = (_: string) => {};
  const { platform, sensor, samples, fire } = setUp({ requestPermission: () => new Promise((done) => (allow = done)) });
  await platform.pass(1500);
  sensor.read(false); // the page is hidden, or has left the relay
  allow("granted");
  await platform.pass(1500);
  fire({});
  assert.deepEqual([samples, sensor.state()], [[], "waiting"]);
  sensor.read(true);
  await platform.pass(1500);
  allow("granted");
  await platform.pass(500);
  fire({});
  assert.deepEqual([samples.length, sensor.state()], [1, "on"]);
});

test("Sensors_Uninstalled_HaveNothingMoreToSay", async () => {
  const platform = new FakePlatform();
  let answer = (_: string) => {};
  platform.win.navigator = android;
  platform.win.DeviceMotionEvent = { requestPermission: () => new Promise((done) => (answer = done)) };
  const said: string[] = [];
  const outbox: any = { lossy: () => ({ push() {} }), flushLossy() {} };
  const sensors = installSensors(platform, outbox, { say: (text) => void said.push(text), unsay: () => void said.push("") }, () => said.push("changed"));
  await platform.pass(1500);
  sensors.uninstall();
  said.length = 0;
  answer("denied");
  await platform.pass(5000);
  assert.deepEqual(said, []);
});
