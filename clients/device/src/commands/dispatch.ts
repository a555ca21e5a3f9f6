import { parse, quote } from "../capture/intrinsics.ts";
import { EVAL_LIMITS, preview } from "../capture/preview.ts";
import type { Page } from "../page.ts";
import type { Platform } from "../platform.ts";
import type { Outbox } from "../transport/outbox.ts";

/** What a command came to. The members hold JSON. */
export interface Answer {
  ok: boolean;
  value?: string;
  error?: string;
  result?: string;
  /** Runs once the relay has the reply, or after a moment without it: for what ends the page. */
  after?: () => void;
  /**
   * It ends the page by a request to the relay: a reply that a socket has taken arrives before the answer to that, and the page lives
   * until then. So nothing is waited for.
   */
  atOnce?: boolean;
}

export type Command = (args: any) => Answer | Promise<Answer>;
export type Commands = Readonly<Record<string, Command>>;

/** Commands whose ids are remembered, against a second delivery of the same one. */
const MOST_REMEMBERED = 100;
/** How long a command that ends the page waits for its reply to arrive. */
const GOODBYE = 150;

/** An answer that says why not. */
export const failure = (name: string, message: string): Answer => ({
  ok: false,
  error: `{"type":"error","name":${quote(name)},"message":${quote(message)}}`,
});

/** Carries out commands by name and posts one reply to each. The commands that are not `here` are in a file of their own. */
export function createDispatcher({ now, setTimeout }: Platform, page: Page, outbox: Outbox, here: Commands, load: () => Promise<Commands>, onSocket: () => boolean) {
  const seen: string[] = [];

  const run = async (name: string, payload: string): Promise<[string | undefined, Answer]> => {
    let id: string | undefined;
    try {
      const args = parse(payload || "{}");
      if (typeof args.id === "string") id = args.id;
      const command = find(here, name) ?? find(await load(), name);
      return [id, command ? await command(args) : failure("UnknownCommand", `This device has no command "${name}"`)];
    } catch (thrown) {
      return [id, { ok: false, error: preview(thrown, EVAL_LIMITS) }];
    }
  };

  const find = (commands: Commands, name: string) => (Object.prototype.hasOwnProperty.call(commands, name) ? commands[name] : undefined);

  return async (name: string, payload: string, correlation: Uint8Array | undefined): Promise<void> => {
    // At-least-once: a command that came before, on the connection that broke, is not carried out twice.
    const key = name + (correlation ? String(correlation) : payload.includes('"id"') ? payload : "");
    if (key !== name) {
      if (seen.includes(key)) return;
      if (seen.push(key) > MOST_REMEMBERED) seen.shift();
    }
    const start = now();
    const [id, { ok, value, error, result, after, atOnce }] = await run(name, payload);
    const reply =
      `{${id === undefined ? "" : `"id":${quote(id)},`}"page":"${page.id}","ok":${ok}` +
      (value ? `,"value":${value}` : "") +
      (error ? `,"error":${error}` : "") +
      (result ? `,"result":${result}` : "") +
      `,"ms":${Math.round((now() - start) * 100) / 100}}`;
    let leave = after;
    const once = () => {
      leave?.();
      leave = undefined;
    };
    const sent = outbox.post("reply", reply, correlation, once);
    if (atOnce && sent && onSocket()) once();
    else if (after) setTimeout(once, GOODBYE);
  };
}
