import { startConsole } from "./app/startConsole.tsx";
import { exchangeLaunchToken, takeLaunchToken } from "./source/launch.ts";
import { RelayApi } from "./source/relayApi.ts";
import { RelaySource } from "./source/relaySource.ts";

const fetch = window.fetch.bind(window);
const token = takeLaunchToken(window.location, window.history);
// If the exchange fails, the first request says why: the relay is away, or this browser isn't signed in.
if (token !== null) await exchangeLaunchToken(token, fetch).catch(() => false);
startConsole(window, new RelaySource(new RelayApi(fetch)));
