export * from "./topics.ts";
export * from "./names.ts";
export type * from "./feeds.ts";
export type * from "./commands.ts";
export type * from "./rooms.ts";
