import type { DeviceState } from "@bridge/protocol";
import { deviceChecks, worst } from "./deviceChecks.ts";

const SUMMARY = { ok: "everything works", warn: "works, with a remark", bad: "something does not work", todo: "something to do" };

/** The checklist of one device, folded away until somebody wonders. */
export function CheckList({ device }: { device: DeviceState }) {
  const checks = deviceChecks(device);
  const state = worst(checks);
  return (
    <details class="device-note checks">
      <summary><span class={`check-mark ${state}`} aria-hidden="true" />Checks: {SUMMARY[state]}</summary>
      <ul>
        {checks.map(check => (
          <li key={check.title}><span class={`check-mark ${check.state}`} role="img" aria-label={SUMMARY[check.state]} /><strong>{check.title}</strong> {check.text}</li>
        ))}
      </ul>
    </details>
  );
}
