import assert from "node:assert/strict";
import { test } from "node:test";
import type { DeviceState, SensorState } from "@bridge/protocol";
import { DeviceStore } from "../../../src/devices/deviceStore.ts";
import { sensorNotes, sensorsOn } from "../../../src/devices/sensorReason.ts";
import { DEVICES } from "../../fixture/room.ts";

function store() {
  const devices = new DeviceStore();
  for (const device of DEVICES.slice(0, 3)) devices.set(device.device, device);
  return { devices, selected: () => [...devices.selected.value] };
}

test("DeviceStore_Toggle_SelectsOneAloneThenAll", () => {
  const { devices, selected } = store();
  devices.toggle("d1");
  devices.toggle("d2");
  assert.deepEqual(selected(), ["d2"]);
  devices.toggle("d2");
  assert.deepEqual(selected(), []);
});

test("DeviceStore_ToggleWithAdd_CollectsAndAllMeansNone", () => {
  const { devices, selected } = store();
  devices.toggle("d1", true);
  devices.toggle("d3", true);
  assert.deepEqual(selected(), ["d1", "d3"]);
  devices.toggle("d2", true);
  assert.deepEqual(selected(), []);
});

test("DeviceStore_RemovedDevice_LeavesTheSelection", () => {
  const { devices, selected } = store();
  devices.toggle("d1");
  devices.set("d1", null);
  assert.deepEqual([selected(), devices.all.value.map(device => device.device)], [[], ["d2", "d3"]]);
});

test("DeviceStore_RemovedDevice_IsStillNamedInTheLog", () => {
  const { devices } = store();
  const { label, color } = devices.get("d1") as DeviceState;
  devices.set("d1", null);
  assert.deepEqual([devices.get("d1"), devices.label("d1"), devices.remembered("d1")?.color], [undefined, label, color]);
  assert.equal(devices.label("never-seen"), "never-seen");
});

test("DeviceStore_ChangedDevice_KeepsItsPlace", () => {
  const { devices } = store();
  devices.set("d1", { ...(DEVICES[0] as DeviceState), label: "Renamed" });
  assert.deepEqual(devices.all.value.map(device => device.label), ["Renamed", "iPhone of Mara", "Galaxy Tab"]);
});

test("DeviceStore_DeviceGoesOffline_StandsLast", () => {
  const { devices } = store();
  devices.set("d1", { ...(DEVICES[0] as DeviceState), presence: "offline" });
  assert.deepEqual(devices.all.value.map(device => device.device), ["d2", "d3", "d1"]);
});

const withSensors = (sensors: Record<string, SensorState>): DeviceState => ({ ...(DEVICES[0] as DeviceState), sensors });

test("SensorNotes_PlainHttp_SaysWhatToDo", () => {
  assert.deepEqual(sensorNotes(withSensors({ motion: "insecure", orientation: "insecure" })).map(note => note.text), ["plain http: motion needs https — pair with the https QR"]);
});

test("SensorNotes_On_SaysNothing", () => {
  const device = withSensors({ motion: "on", orientation: "on" });
  assert.deepEqual([sensorNotes(device), sensorsOn(device)], [[], ["motion", "orientation"]]);
});

test("SensorNotes_EachState_IsInWords", () => {
  for (const state of ["prompt", "denied", "insecure", "absent", "waiting"] as const) assert.match(sensorNotes(withSensors({ motion: state }))[0]?.text ?? "", /motion.{8,}/);
});
