import type { ConsoleApp } from "../app/consoleApp.ts";
import { Dialog } from "../app/Dialog.tsx";
import { PairCard } from "./PairCard.tsx";

export function PairDialog({ app }: { app: ConsoleApp }) {
  return (
    <Dialog id="pair" title="Pair a phone" onClose={app.dialogs.close}>
      <PairCard app={app} />
    </Dialog>
  );
}
