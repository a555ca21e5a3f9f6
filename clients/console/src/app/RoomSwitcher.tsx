import type { ConsoleApp } from "./consoleApp.ts";

/** The same rule as for every name in a topic. */
const ROOM = /^[a-z0-9][a-z0-9-]{0,31}$/;
const NEW = "+";

export function RoomSwitcher({ app }: { app: ConsoleApp }) {
  const room = app.room.value;
  const rooms = app.connection.rooms.value.includes(room) ? app.connection.rooms.value : [room, ...app.connection.rooms.value];
  const choose = (select: HTMLSelectElement) => {
    const chosen = select.value;
    if (chosen !== NEW) return app.open(chosen);
    select.value = room;
    app.dialogs.ask({
      title: "New room", text: "What is in one room never sees another: its own devices, log and pairing codes.", action: "Create room", value: "", label: "Name of the room",
      answer: async name => {
        if (!ROOM.test(name)) throw new Error("A name is up to 32 small letters, digits and hyphens, and starts with a letter or digit.");
        await app.createRoom(name);
      },
    });
  };
  return (
    <label class="room">
      <span class="room-label">Room</span>
      <select class="select" value={room} onChange={event => choose(event.currentTarget)}>
        {rooms.map(name => <option key={name} value={name}>{name}</option>)}
        <option value={NEW}>New room…</option>
      </select>
    </label>
  );
}
