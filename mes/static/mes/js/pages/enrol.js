// S11: the code by scan or key, and what this tablet can do: each part answers for itself.
import { shape } from "../marks.js";
import { rehearse } from "../sounds.js";
import { Wedge } from "../wedge.js";

const form = document.getElementById("enrol-form");
const CODE = /(?:^|=)[A-Z2-9]{4}-?[A-Z2-9]{4}$/i;

/** Say in its row what a part of the tablet did. */
function told(name, good, detail = "") {
  const row = document.querySelector(`[data-test="${name}"]`);
  row.querySelector("svg").replaceWith(shape(good ? "ok" : "dup", 32));
  row.querySelector("[data-said]").textContent = `${good ? row.dataset.yes : row.dataset.no} ${detail}`.trim();
}

const wedge = new Wedge((raw) => {
  told("scanner", true, raw.slice(0, 40));
  if (!CODE.test(raw.trim())) return;
  form.code.value = raw.trim();
  form.requestSubmit();
});

document.addEventListener("keydown", (event) => {
  if (event.target.closest("[data-typing], dialog[open]")) return;
  if (wedge.buffer === "" && ["Enter", "Tab", " "].includes(event.key)) return;
  if (wedge.key(event)) event.preventDefault();
}, { capture: true });

const TRIES = {
  sound() {
    if (typeof AudioContext === "undefined") return told("sound", false);
    rehearse();
    return told("sound", true);
  },
  vibration: () => told("vibration", Boolean(navigator.vibrate?.([200, 80, 200]))),
};

document.addEventListener("click", ({ target }) => {
  const row = target.closest("[data-try]")?.closest("[data-test]");
  if (row) TRIES[row.dataset.test]();
});

async function staysAwake() {
  try {
    const lock = await navigator.wakeLock.request("screen");
    return Boolean(lock);
  } catch {
    return false;
  }
}

document.querySelector("[data-insecure]").hidden = window.isSecureContext;
told("wake", await staysAwake());
told("storage", Boolean(await navigator.storage?.persist?.()));
