// The checklist: looks at each thing that has to work, says its state, and what to do where it fails.
"use strict";

const { label, secure, authority } = document.getElementById("facts").dataset;
const list = document.getElementById("checks");
const https = location.protocol === "https:";
const rows = {};

// One row a check. State: ok, warn, bad, todo or wait.
function row(id, title) {
  const item = document.createElement("li");
  const heading = document.createElement("strong");
  const words = document.createElement("p");
  heading.textContent = title;
  item.append(heading, words);
  list.append(item);
  rows[id] = { item, words, action: null };
  show(id, "wait", "Looking…");
}

const NAMES = { ok: "works", warn: "works, with a remark", bad: "does not work", todo: "to do", wait: "being looked at" };

function show(id, state, text, action, run) {
  const { item, words } = rows[id];
  if (item.dataset.state === state && words.textContent === text) return;
  item.id = id;
  item.dataset.state = state;
  item.setAttribute("aria-label", NAMES[state]);
  words.textContent = text;
  rows[id].action?.remove();
  rows[id].action = null;
  if (!action) return;
  const made = document.createElement(typeof run === "string" ? "a" : "button");
  made.textContent = action;
  made.className = "button small";
  if (typeof run === "string") made.href = run;
  else made.onclick = run;
  item.append(made);
  rows[id].action = made;
}

const later = (ms) => new Promise((done) => setTimeout(done, ms));
const toHttps = label ? "/_bridge/secure?to=%2F_bridge%2Fcheck" : secure + "/_bridge/check";

async function checkReached() {
  const from = performance.now();
  try {
    await fetch("/_bridge/pair.css", { cache: "no-store" });
    show("reached", "ok", "The relay answers at " + location.host + ".");
    return performance.now() - from;
  } catch {
    show("reached", "bad", "The relay does not answer. Is it running, and is this device in the same network and not in the guests' one?");
  }
}

function checkPaired() {
  if (label) show("paired", "ok", "To the relay, this is “" + label + "”.");
  else show("paired", "todo", "Not paired yet. Scan the relay's other QR code (./bridge pair), or type its code.", "Type the code", "/_bridge/pair");
}

// A browser runs no service worker from an origin whose certificate was clicked through: the one sign that pages can see.
async function isTrusted() {
  try {
    const worker = await navigator.serviceWorker.register("/_bridge/check/worker.js", { scope: "/_bridge/check/" });
    await worker.unregister();
    return true;
  } catch {
    return false;
  }
}

async function checkCertificate() {
  const install = authority ? ["Install the certificate", "/_bridge/ca"] : [];
  if (!secure) return show("certificate", "bad", "This relay was started without https (--no-tls). Motion sensors then work on localhost only.");
  if (https) {
    if (!navigator.serviceWorker) return show("certificate", "warn", "https is on. This browser does not tell whether the certificate is trusted.");
    return (await isTrusted())
      ? show("certificate", "ok", "Trusted: pages of the relay open over https without a warning.")
      : show("certificate", "warn", "You went on past the warning. That works, sensors included; trust the certificate to be asked no more.", ...install);
  }
  try {
    await fetch(secure + "/_bridge/pair.css", { mode: "no-cors", cache: "no-store" });
    show("certificate", "ok", "https opens here without a warning.", "Go on over https", toHttps);
  } catch {
    show("certificate", "todo", "The https address is not trusted here yet. " + (authority ? "Install the certificate, or open " : "Open ") + secure + " and go on past the warning.", ...(authority ? install : ["Open it", toHttps]));
  }
}

function checkContext() {
  if (window.isSecureContext) show("context", "ok", "This is a secure context: the browser lets pages ask for sensors.");
  else show("context", "bad", "Plain http. Browsers give motion sensors to https pages only.", secure && "Open over https", toHttps);
}

// Motion: whether there is an event type, whether events come, and what the permission says.
const motion = { times: [], empty: false, permission: "" };

function onMotion(event) {
  const a = event.accelerationIncludingGravity || event.acceleration;
  const r = event.rotationRate;
  const values = [a?.x, a?.y, a?.z, r?.alpha, r?.beta, r?.gamma];
  if (values.every((value) => value === null || value === undefined)) motion.empty = true;
  else motion.times.push(event.timeStamp);
  motion.times = motion.times.slice(-60);
}

function rate() {
  const { times } = motion;
  if (times.length < 10 || performance.now() - times.at(-1) > 1500) return 0;
  return Math.round(((times.length - 1) * 1000) / (times.at(-1) - times[0]));
}

async function ask(byTap) {
  if (typeof window.DeviceMotionEvent?.requestPermission !== "function") return;
  try {
    motion.permission = await DeviceMotionEvent.requestPermission();
    // Safari sends nothing to who listened before.
    removeEventListener("devicemotion", onMotion);
    addEventListener("devicemotion", onMotion);
  } catch {
    motion.permission = byTap ? "denied" : "prompt";
  }
  checkMotion();
}

function checkMotion() {
  const hertz = rate();
  if (!window.DeviceMotionEvent) {
    const why = window.isSecureContext ? "This browser has no motion events." : "Comes with https.";
    show("permission", window.isSecureContext ? "bad" : "todo", why);
    return show("sensor", window.isSecureContext ? "bad" : "todo", why);
  }
  if (motion.permission === "denied" && !hertz) {
    show("permission", "bad", "Motion was refused. iPhone: close this tab and open the page in a new one, then allow it. Android: tap the icon beside the address › Permissions › Motion sensors.", "Ask again", () => ask(true));
    return show("sensor", "todo", "Comes with the permission.");
  }
  if (motion.permission === "prompt" && !hertz) {
    show("permission", "todo", "This browser wants a tap before pages may read how the device moves.", "Allow motion", () => ask(true));
    return show("sensor", "todo", "Comes with the permission.");
  }
  show("permission", "ok", motion.permission === "granted" ? "Granted for this site." : "This browser asks for none.");
  if (hertz) show("sensor", "ok", "Motion comes " + hertz + " times a second.");
  else if (motion.empty || performance.now() > 4000) show("sensor", "bad", "No motion comes. This device has no motion sensor, or the system or the browser keeps it back (battery saver, site settings).");
}

function opens(url) {
  return new Promise((done) => {
    try {
      const socket = new WebSocket(url, "mqtt");
      const end = (good) => {
        clearTimeout(timer);
        socket.onopen = socket.onerror = socket.onclose = null;
        socket.close();
        done(good);
      };
      const timer = setTimeout(() => end(false), 4000);
      socket.onopen = () => end(true);
      socket.onerror = socket.onclose = () => end(false);
    } catch {
      done(false);
    }
  });
}

async function checkTransport() {
  if (await opens(location.origin.replace("http", "ws") + "/_bridge/mqtt")) return show("transport", "ok", "WebSocket: the fastest way.");
  try {
    const answer = await fetch("/_bridge/mqtt-http", { method: "POST", cache: "no-store" });
    if (!answer.ok && answer.status !== 401) throw answer;
    show("transport", "warn", "WebSockets don't get through, HTTP does: everything works, a little slower. An iPhone does this while the certificate is clicked through; some networks block WebSockets.", authority && https && "Install the certificate", "/_bridge/ca");
  } catch {
    show("transport", "bad", "Neither WebSocket nor HTTP gets through. Does a proxy or a blocker stand between?");
  }
}

for (const [id, title] of [
  ["reached", "Reachable"], ["certificate", "Trusted"], ["context", "Secure context"], ["sensor", "Motion sensor"],
  ["permission", "Permission"], ["transport", "Transport"], ["paired", "Paired"],
]) row(id, title);

async function watch() {
  let looked = 0;
  while (true) {
    const answered = await checkReached();
    if (answered !== undefined && looked++ % 5 === 0) await Promise.all([checkCertificate(), checkTransport()]);
    checkMotion();
    await later(2000);
  }
}

addEventListener("devicemotion", onMotion);
checkPaired();
checkContext();
ask(false).then(checkMotion);
setInterval(checkMotion, 500);
watch();
