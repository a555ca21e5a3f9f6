"use strict";

const $ = (id) => document.getElementById(id);
const LEVEL = 1; // degrees: what counts as level
const REACH = 130; // how far the bubble goes, in % of its own size

let tilt = { x: 0, y: 0 }; // degrees to the right and towards you
let zero = { x: 0, y: 0 };
let source = "";
let wasLevel = false;

function from(name, text) {
  if (source === name) return;
  source = name;
  $("source").textContent = text;
  console.info("tilt comes from %s", name);
}

// An axis of a flat phone that leans shows as a part of gravity on that axis.
function motion(event) {
  const g = event.accelerationIncludingGravity;
  if (!g || g.x === null) return; // a desktop without a sensor sends one empty event
  from("devicemotion", "Live from the accelerometer");
  for (const axis of ["x", "y", "z"]) {
    $(axis).value = g[axis];
    $(axis).nextElementSibling.value = g[axis].toFixed(1);
  }
  if (usesOrientation) return;
  const degrees = (part) => (Math.atan2(part, Math.hypot(g.x, g.y, g.z)) * 180) / Math.PI;
  show({ x: degrees(-g.x), y: degrees(g.y) });
}

let usesOrientation = false;
function orientation(event) {
  if (event.gamma === null) return;
  usesOrientation = true;
  if (source !== "devicemotion") from("deviceorientation", "Live from the orientation sensor");
  show({ x: event.gamma, y: event.beta });
}

function show(next) {
  tilt = next;
  requestAnimationFrame(draw);
}

function draw() {
  const x = tilt.x - zero.x;
  const y = tilt.y - zero.y;
  const angle = Math.hypot(x, y);
  // The bubble rises to the higher side, and stays inside the glass.
  const scale = Math.min(1, angle / 45) / (angle || 1);
  $("bubble").style.setProperty("--dx", (-x * scale * REACH).toFixed(1));
  $("bubble").style.setProperty("--dy", (-y * scale * REACH).toFixed(1));
  $("angle").value = `${angle.toFixed(1)}°`;

  const isLevel = angle < LEVEL;
  $("dial").classList.toggle("level", isLevel);
  $("verdict").textContent = isLevel ? "Level." : x * x > y * y ? `Leans to the ${x > 0 ? "right" : "left"}.` : `Leans ${y > 0 ? "towards you" : "away from you"}.`;
  if (isLevel !== wasLevel) {
    wasLevel = isLevel;
    console.log(isLevel ? "level" : "not level", { angle: Number(angle.toFixed(1)), x: Number(x.toFixed(1)), y: Number(y.toFixed(1)) });
    if (isLevel && source !== "pointer" && navigator.userActivation?.hasBeenActive !== false) navigator.vibrate?.(20);
  }
}

function listen() {
  addEventListener("devicemotion", motion);
  addEventListener("deviceorientation", orientation);
}

// Where the browser wants a tap before it gives motion away.
async function askFirst() {
  $("allow").hidden = false;
  $("source").textContent = "The sensors need your permission";
  $("allow").onclick = async () => {
    const answer = await DeviceMotionEvent.requestPermission().catch((error) => error.name);
    console.log("permission for motion:", answer);
    $("allow").hidden = true;
    if (answer === "granted") listen();
    else from("pointer", `Motion: ${answer}. The pointer tilts instead.`);
  };
}

function byPointer() {
  const dial = $("dial");
  dial.addEventListener("pointermove", (event) => {
    if (source.startsWith("device")) return;
    from("pointer", "Tilted by the pointer");
    const box = dial.getBoundingClientRect();
    const part = (at, start, size) => (0.5 - (at - start) / size) * 90;
    show({ x: part(event.clientX, box.left, box.width), y: part(event.clientY, box.top, box.height) });
  });
  addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!step || source.startsWith("device")) return;
    event.preventDefault();
    from("keys", "Tilted by the arrow keys");
    show({ x: tilt.x + step[0], y: tilt.y + step[1] });
  });
}

$("zero").onclick = () => {
  zero = { ...tilt };
  console.log("zero is now", zero);
  draw();
};

byPointer();
if (typeof DeviceMotionEvent === "undefined") {
  $("source").textContent = isSecureContext ? "No motion sensor in this browser" : "Motion needs https: the pointer tilts instead";
  console.warn("no DeviceMotionEvent: %s", isSecureContext ? "not supported" : "not a secure context");
} else {
  listen();
  // A browser that wants a tap stays silent until then.
  setTimeout(() => {
    if (source) return;
    if (DeviceMotionEvent.requestPermission) askFirst();
    else $("source").textContent = "No sensor answers: the pointer tilts instead";
  }, 500);
}
console.log("tilt is ready", { secure: isSecureContext, size: [innerWidth, innerHeight] });
draw();
