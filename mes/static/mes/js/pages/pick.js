// Picking: the label of a bin or a lot takes its pieces to the line. The number beside "Take" counts
// for the bin that is shown; another bin of the list is taken whole.
import "../scan-field.js";
import "../verdict-panel.js";
import "../wake.js";
import { uuid7 } from "../ids.js";
import { post } from "../send.js";
import { takeTurn } from "../turns.js";
import { blocked } from "../verdicts.js";
import { say, urdu } from "../words.js";

const main = document.querySelector("main[data-here]");
const field = document.querySelector("scan-field");
const panel = document.querySelector("verdict-panel");
const pieces = document.querySelector("#pick-n");
const { here, no } = main.dataset;
const shown = [main.dataset.place, main.dataset.lot, main.dataset.supplierLot].filter(Boolean);
let busy = false;

async function pick(scanned) {
  if (busy || !("picks" in main.dataset)) return;
  const own = shown.some((label) => label.toUpperCase() === scanned.toUpperCase());
  if (own && pieces && !pieces.reportValidity()) return;
  busy = true;
  try {
    const body = { event_id: uuid7(), scan: scanned };
    if (own && pieces && pieces.value !== pieces.defaultValue) body.quantity = Number(pieces.value);
    const { fate, answer } = await post(`/api/v1/pick-lists/${encodeURIComponent(no)}/pick`, body);
    if (fate === "signed_out") {
      window.location.reload();
      return;
    }
    if (!answer) {
      panel.show(blocked(scanned), scanned);
      return;
    }
    if (answer.verdict !== "ok") {
      panel.show(answer, scanned);
      return;
    }
    const said = answer[urdu ? "detail_ur" : "detail"] || say("saved");
    window.location.assign(`${here}?${new URLSearchParams({ said })}`);
  } finally {
    busy = false;
  }
}

field.addEventListener("scan", ({ detail: { kind, code, raw } }) => {
  if (code === "ACK") {
    panel.acknowledge();
    return;
  }
  if (kind === "badge") {
    takeTurn(code);
    return;
  }
  if (panel.hard) return;
  if (kind === "card") {
    field.tick(say("bad_code"));
    return;
  }
  pick(raw.trim());
});

document.querySelector("[data-type-form]").addEventListener("submit", (event) => {
  event.preventDefault();
  const { value } = event.target.elements.code;
  event.target.closest("dialog").close();
  event.target.reset();
  field.take(value, "typed");
});
