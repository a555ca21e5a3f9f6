/** The feeds that a device publishes below `up/`. */
export const feedNames = {
  log: "log",
  net: "net",
  motion: "sensor/motion",
  orientation: "sensor/orientation",
  reply: "reply",
  status: "status",
} as const;

/** The commands a device understands, below `down/`. */
export const commandNames = { eval: "eval", reload: "reload", css: "css", navigate: "navigate", identify: "identify" } as const;
