import { UnauthorisedError } from "./consoleSource.ts";

/** The relay's REST interface as this origin serves it; the console's cookie goes along by itself. */
export class RelayApi {
  constructor(private readonly fetch: typeof globalThis.fetch) {}

  async get<T>(path: string): Promise<T> {
    return (await this.send("GET", path)).json() as Promise<T>;
  }

  async post<T>(path: string, body: object): Promise<T> {
    return (await this.send("POST", path, body)).json() as Promise<T>;
  }

  /** The values of an NDJSON answer as they come. Who stops reading ends the answer. */
  async *lines<T>(path: string, given: AbortSignal): AsyncIterable<T> {
    const reader = (await this.send("GET", path, undefined, given)).body?.pipeThrough(new TextDecoderStream()).getReader();
    try {
      let rest = "";
      for (let part; reader && !(part = await reader.read()).done;) {
        const lines = (rest + part.value).split("\n");
        rest = lines.pop() as string;
        for (const line of lines) if (line) yield JSON.parse(line) as T;
      }
    } finally {
      await reader?.cancel();
    }
  }

  /** Sends, and turns every answer that isn't a success into an error a person can read. */
  async send(method: string, path: string, body?: object, given?: AbortSignal): Promise<Response> {
    const init: RequestInit = { method, credentials: "same-origin", cache: "no-store", signal: given ?? null };
    if (body) {
      init.body = JSON.stringify(body);
      init.headers = { "content-type": "application/json" };
    }
    const response = await this.fetch(path, init).catch(() => { throw new Error("The relay can't be reached."); });
    if (response.status === 401) throw new UnauthorisedError("This browser isn't signed in to the relay.");
    if (!response.ok) throw new Error(await reason(response));
    return response;
  }
}

/** The problem document's own words, where there is one (RFC 9457). */
async function reason(response: Response): Promise<string> {
  try {
    const problem = (await response.json()) as { detail?: string; title?: string; error?: string };
    return problem.detail ?? problem.error ?? problem.title ?? `The relay answered ${response.status}.`;
  } catch {
    return `The relay answered ${response.status}.`;
  }
}
