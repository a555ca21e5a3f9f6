/** The one-time token that `./bridge` put into the address, and the address without it. */
export function takeLaunchToken(location: Location, history: History): string | null {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const token = fragment.get("launch");
  if (token === null) return null;
  fragment.delete("launch");
  const rest = fragment.toString();
  // Gone from the address before anything else happens: not in the history, not in a screenshot.
  history.replaceState(history.state, "", location.pathname + location.search + (rest ? `#${rest}` : ""));
  return token;
}

/**
 * Exchanges the token for the console's cookie. A token that was used already is not an error here: a reloaded
 * tab may still hold a good cookie, and the first request tells.
 */
export async function exchangeLaunchToken(token: string, fetch: typeof globalThis.fetch): Promise<boolean> {
  const response = await fetch("/api/launch", {
    method: "POST", credentials: "same-origin", headers: { "content-type": "application/json" }, body: JSON.stringify({ token }),
  });
  return response.ok;
}
