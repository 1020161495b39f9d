// S1: badge or name, then the PIN. A badge scan chooses the person; the server proves the PIN.
import { say } from "../words.js";
import "../pin-pad.js";
import { rehearse } from "../sounds.js";
import { read } from "../codes.js";
import { Wedge } from "../wedge.js";

const form = document.getElementById("sign-in");
const pad = document.querySelector("pin-pad");

function choose(name, { username = "", badge = "" }) {
  form.username.value = username;
  form.badge.value = badge;
  document.querySelector("[data-pin-name]").textContent = name;
  document.querySelector("[data-as]").textContent = say("sign_in_as", name);
  for (const who of document.querySelectorAll("[data-who]")) {
    who.setAttribute("aria-pressed", String(who.dataset.who === username && username !== ""));
  }
  pad.clear();
}

document.addEventListener("click", (event) => {
  const who = event.target.closest("[data-who]");
  if (who) choose(who.dataset.name, { username: who.dataset.who });
  if (event.target.closest("[data-sounds]")) rehearse();
});

pad.addEventListener("pin", ({ detail }) => {
  form.pin.value = detail.value;
  if (detail.full && (form.username.value || form.badge.value)) form.requestSubmit();
});

const brought = new URLSearchParams(window.location.search).get("badge");
if (brought && /^B-[0-9A-Z-]+$/.test(brought)) choose(brought, { badge: brought });

const wedge = new Wedge((raw) => {
  const { kind, code } = read(raw);
  if (kind === "badge") choose(code, { badge: code });
  else if (/^NUM-\d$/.test(code)) pad.press(code.at(-1));
});

document.addEventListener("keydown", (event) => {
  if (event.target.closest("[data-typing]")) return;
  const bare = wedge.buffer === "";
  if (event.key === "Backspace") return pad.press("erase");
  if (bare && (event.key === "Enter" || event.key === "Tab" || event.key === " ")) return;
  // By hand a PIN is digits one by one; a badge always begins with its letter.
  if (bare && /^\d$/.test(event.key)) return pad.press(event.key);
  if (wedge.key(event)) event.preventDefault();
}, { capture: true });
