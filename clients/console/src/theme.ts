// Runs before the first paint, so that a page never flashes in the wrong colours. ThemeChoice takes over from here.
let chosen: string | null = null;
try {
  chosen = localStorage.getItem("bridge.theme");
} catch {
  // storage is forbidden: follow the system
}
document.documentElement.dataset.theme = chosen || (matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark");
