import type { ConsoleApp } from "../app/consoleApp.ts";
import { sensorNotes } from "../devices/sensorReason.ts";
import { Icon } from "../app/Icon.tsx";

/** Why no motion is here, device by device. */
export function MotionEmpty({ app }: { app: ConsoleApp }) {
  const devices = app.devices.all.value.filter(device => device.presence !== "offline");
  const notes = devices.flatMap(device => sensorNotes(device).map(note => ({ ...note, label: device.label, device: device.device })));
  return (
    <div class="motion-empty">
      <span class="motion-empty-mark"><Icon name="motion" /></span>
      <p>No motion yet.</p>
      {notes.length > 0
        ? <ul>{notes.map(note => <li key={note.device + note.kind}><strong>{note.label}</strong> {note.text}</li>)}</ul>
        : <p class="quiet">{devices.length === 0 ? "Acceleration, rotation and orientation of a paired phone are drawn here." : "A page that listens for devicemotion is drawn here as soon as the phone moves."}</p>}
    </div>
  );
}
