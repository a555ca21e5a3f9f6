import type { CommandTools } from "./commandTools.ts";
import type { Answer, Command } from "./dispatch.ts";
import { rewriteLine } from "./line.ts";

/** Milliseconds, where the command names none. */
const TIMEOUT = 10_000;

/** Evaluates in the page, as its developer tools' console would. */
export function evalCommand({ platform: { win, evaluate, setTimeout, clearTimeout }, preview, failure }: CommandTools): Command {
  const scope: Record<string, unknown> = Object.create(null);
  let toScript: ((source: string) => string) | undefined; // made at the first use: a page's policy may report the attempt
  const compile = (source: string) => evaluate((toScript ??= scriptPolicy(win))(source));
  const compiles = (source: string) => {
    try {
      compile(source);
      return true;
    } catch (error) {
      if ((error as Error).name !== "SyntaxError") throw error;
      return false;
    }
  };
  let count = 0;

  return ({ code, timeoutMs = TIMEOUT }) => {
    let run: (scope: object, result: { value?: unknown }) => Promise<unknown>;
    let names: string[];
    try {
      const line = rewriteLine(String(code), compiles);
      names = line.names;
      run = compile(`${line.source}\n//# sourceURL=bridge-eval-${++count}.js`);
    } catch (error) {
      if ((error as Error).name === "SyntaxError") return { ok: false, error: preview(error) };
      return failure("EvalError", `This page's Content-Security-Policy forbids evaluating code: ${(error as Error).message}`);
    }
    for (const name of names) if (!(name in scope)) scope[name] = undefined;
    const result: { value?: unknown } = {};
    return new Promise<Answer>((answer) => {
      const timer = setTimeout(() => answer(failure("TimeoutError", `eval did not finish within ${timeoutMs} ms`)), timeoutMs);
      const settle = (reply: () => Answer) => {
        clearTimeout(timer);
        answer(reply());
      };
      run.call(win, scope, result).then(
        () => settle(() => ({ ok: true, value: preview(result.value) })),
        (thrown) => settle(() => ({ ok: false, error: preview(thrown) })),
      );
    });
  };
}

/** Where the page demands Trusted Types a string is no script; where it lets us make a policy, ours passes. */
function scriptPolicy(win: any): (source: string) => string {
  try {
    const policy = win.trustedTypes.createPolicy("bridge", { createScript: (source: string) => source });
    return (source) => policy.createScript(source);
  } catch {
    return (source) => source;
  }
}
