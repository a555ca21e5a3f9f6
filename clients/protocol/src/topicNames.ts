// The topics, written. Functions of their own, so that a bundle holds only those it uses.

const ROOT = "bridge/v1";

export const feed = (room: string, device: string, name: string): string => `${ROOT}/${room}/${device}/up/${name}`;
export const state = (room: string, device: string): string => `${ROOT}/${room}/${device}/state`;
export const down = (room: string, device: string, command: string): string => `${ROOT}/${room}/${device}/down/${command}`;
export const downAll = (room: string, command: string): string => down(room, "all", command);
export const event = (room: string, name: string): string => `${ROOT}/${room}/event/${name}`;
export const progress = (room: string, task: string): string => `${ROOT}/${room}/progress/${task}`;
export const presence = (room: string): string => `${ROOT}/${room}/presence`;
export const journal = (room: string): string => `${ROOT}/${room}/journal`;
