// L7: the order is scanned, every point is acknowledged by the ACK card or the button; nothing is
// ticked twice, because the form names the point that was on the screen.
import "../scan-field.js";
import { takeTurn } from "../turns.js";
import { takesTyped } from "../typed.js";
import { say } from "../words.js";

const main = document.querySelector("main[data-step]");
const field = document.querySelector("scan-field");
const form = document.querySelector("[data-next]");
const { step, again } = main.dataset;
let sent = false;

function send() {
  if (sent) return;
  sent = true;
  form.submit();
}

function next() {
  if (step === "points" || step === "sign") return send();
  return window.location.assign(again);
}

field.addEventListener("scan", ({ detail: { kind, code } }) => {
  if (code === "ACK") return next();
  if (kind === "badge") return takeTurn(code);
  if (kind === "card" || step !== "begin") return field.tick(say("bad_code"));
  form.elements.order.value = code;
  return send();
});

takesTyped(field);
