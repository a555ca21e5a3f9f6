import type { ConsoleApp } from "../app/consoleApp.ts";
import { PairCard } from "./PairCard.tsx";

/** Stands where the log will be until the first phone is here. */
export function Welcome({ app }: { app: ConsoleApp }) {
  return (
    <div class="welcome">
      <h2>Bring in a phone</h2>
      <p class="welcome-lead">Scan once, install nothing. Its console, errors and motion stream to this window.</p>
      <PairCard app={app} />
    </div>
  );
}
