// After ten idle minutes, or at once by the BREAK card, the screen rests under a veil: figures
// stay, acts wait for a badge. The server keeps the same time, and is told of the card; it refuses
// meanwhile, so that the veil is no mere curtain.
import { read } from "./codes.js";
import { outbox } from "./outbox.js";
import { post } from "./send.js";
import { takeTurn } from "./turns.js";
import { Wedge } from "./wedge.js";

const veil = document.querySelector("[data-veil]");
const after = Number(veil?.dataset.veil) * 1000;
const AGAIN = 3000; // ms
let touched = Date.now();

const wedge = new Wedge((raw) => {
  const { kind, code } = read(raw);
  if (kind === "badge") takeTurn(code);
});

function draw() {
  for (const sheet of document.querySelectorAll("dialog[open]")) sheet.close();
  veil.hidden = false;
}

/** Ahead of the page's own listeners: nothing under the veil hears a key or a tap. */
function hear(event) {
  if (veil.hidden) {
    touched = Date.now();
    return;
  }
  if (event.type === "keydown") wedge.key(event);
  if (event.type !== "keydown" && event.target.closest?.("[data-veil]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** Whatever page is open: its scan field says what was scanned before the page acts on it. */
function rest(event) {
  if (event.detail.code !== "BREAK") return;
  event.stopPropagation();
  draw();
  tell();
}

/** Until the server has heard it: a page that is loaded anew rests only if the server knows. */
async function tell() {
  const { fate } = await post("/break/", {});
  if (fate === "retry") setTimeout(tell, AGAIN);
}

if (after) {
  document.addEventListener("scan", rest, { capture: true });
  for (const name of ["keydown", "pointerdown", "click"]) {
    window.addEventListener(name, hear, { capture: true });
  }
  setInterval(() => Date.now() - touched >= after && veil.hidden && draw(), 1000);
  outbox.addEventListener("signed_out", draw);
}
