import { DeviceRail } from "../devices/DeviceRail.tsx";
import { LogPanel } from "../log/LogPanel.tsx";
import { MotionPanel } from "../motion/MotionPanel.tsx";
import { PairDialog } from "../pair/PairDialog.tsx";
import { SearchDialog } from "../search/SearchDialog.tsx";
import { AskDialog } from "./AskDialog.tsx";
import type { ConsoleApp } from "./consoleApp.ts";
import { Header } from "./Header.tsx";
import { ShortcutSheet } from "./ShortcutSheet.tsx";
import { SignedOut } from "./SignedOut.tsx";
import { Toaster } from "./Toaster.tsx";

export function App({ app }: { app: ConsoleApp }) {
  if (app.connection.state.value.kind === "unauthorised") return <SignedOut before={app.connection.info.value !== null} />;
  const dialog = app.dialogs.open.value;
  const question = app.dialogs.question.value;
  return (
    <div class={`app${app.motionOpen.value ? " with-motion" : ""}`}>
      <Header app={app} />
      <DeviceRail app={app} />
      <LogPanel app={app} />
      {app.motionOpen.value && <MotionPanel app={app} />}
      <Toaster toasts={app.toasts} />
      {dialog === "pair" && <PairDialog app={app} />}
      {dialog === "keys" && <ShortcutSheet app={app} />}
      {dialog === "search" && <SearchDialog app={app} />}
      {dialog === "ask" && question && <AskDialog dialogs={app.dialogs} question={question} />}
    </div>
  );
}
