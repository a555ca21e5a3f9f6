// The pairing page: claims the ticket in the address's fragment, or the code that was typed, then goes on to the site.
"use strict";

const status = document.getElementById("status");
const form = document.getElementById("form");
const code = document.getElementById("code");

function say(text, kind) {
  status.textContent = text;
  status.className = kind || "";
}

// Where a hand-over from http wants to go: a path of this very origin, or the front page.
function wanted() {
  const to = new URL(new URLSearchParams(location.search).get("to") || "/", location.origin);
  return to.origin === location.origin ? to.pathname + to.search : "/";
}

async function claim(body) {
  say("Pairing…");
  let answer;
  try {
    answer = await fetch("/_bridge/pair/claim", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      credentials: "same-origin",
    });
  } catch {
    return say("The relay can't be reached. Is this device on the same network?", "bad");
  }
  const result = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    form.hidden = false;
    return say(result.detail || "That didn't work. Scan a fresh QR code.", "bad");
  }
  say("Paired. To the relay, this is “" + result.label + "”.", "good");
  document.querySelector(".mark").style.background = result.color;
  // An address of the site that led here is gone on to; the pairing address itself leads to the front page. With the origin: a path may begin
  // with two slashes, which by itself would be another host.
  const to = location.pathname === "/_bridge/pair" ? wanted() : location.pathname + location.search;
  setTimeout(() => location.replace(location.origin + to), 400);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  claim({ code: code.value });
});

function claimFragment() {
  const ticket = location.hash.slice(1);
  if (!ticket) return;
  // Out of the address at once: it is a secret, and it works once.
  history.replaceState(null, "", location.href.split("#")[0]);
  form.hidden = true;
  claim({ ticket });
}

// A second scan may change nothing but the fragment of a page that is open already.
addEventListener("hashchange", claimFragment);
claimFragment();
