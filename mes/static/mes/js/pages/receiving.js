// Receiving: a label opens what its list says; the same label again, or the PASS card, counts it as
// listed; differences are written beside the lines first. One event for what stands on the screen.
import "../scan-field.js";
import "../verdict-panel.js";
import "../wake.js";
import { uuid7 } from "../ids.js";
import { post, postForm } from "../send.js";
import { takeTurn } from "../turns.js";
import { blocked, misread } from "../verdicts.js";
import { say, urdu } from "../words.js";

const main = document.querySelector("main[data-here]");
const field = document.querySelector("scan-field");
const panel = document.querySelector("verdict-panel");
const { here, no, label, container, box } = main.dataset;
const boxCase = main.dataset.case;
const open = Number(main.dataset.left) > 0 && "count" in main.dataset;
const event = uuid7();
let busy = false;

function go(query) {
  window.location.assign(`${here}?${new URLSearchParams(query)}`);
}

/** The lines whose figures are not what the list says. */
function differences() {
  const found = [];
  for (const row of main.querySelectorAll("tr[data-row]")) {
    const [good, damaged] = ["good", "damaged"].map((name) => row.querySelector(`[name=${name}]`));
    if (!good.reportValidity() || !damaged.reportValidity()) return null;
    if (good.value === row.dataset.quantity && damaged.value === "0") continue;
    found.push({ row: Number(row.dataset.row), good: Number(good.value), damaged: Number(damaged.value) });
  }
  return found;
}

/** The photo of a row's damage, as the camera gave it; asked for once there is damage. */
function photos() {
  return [...main.querySelectorAll("tr[data-row]")]
    .map((row) => ({ row: row.dataset.row, input: row.querySelector("[name=photo]") }))
    .filter(({ input }) => !input.hidden && input.files.length);
}

/** How many photos the server did not keep; what was counted stays counted. */
async function sendPhotos(receipt) {
  let unsent = 0;
  for (const { row, input } of photos()) {
    const body = new FormData();
    body.set("row", row);
    body.set("file", input.files[0]);
    const answer = await postForm(`/api/v1/receipts/${receipt}/photos`, body);
    if (answer?.verdict !== "ok") unsent += 1;
  }
  return unsent;
}

main.addEventListener("input", ({ target }) => {
  if (target.name !== "damaged") return;
  target.closest("tr").querySelector("[name=photo]").hidden = !(Number(target.value) > 0);
});

async function count() {
  if (busy || !open) return;
  const list = differences();
  if (list === null) return;
  busy = true;
  try {
    const body = { event_id: event, container, case: boxCase, box, differences: list };
    const { fate, answer } = await post(`/api/v1/consignments/${encodeURIComponent(no)}/receipts`, body);
    if (fate === "signed_out") {
      window.location.reload();
      return;
    }
    if (!answer) {
      panel.show(blocked(label), label);
      return;
    }
    if (answer.verdict !== "ok") {
      panel.show(answer, label);
      return;
    }
    const name = [container, boxCase, box].filter(Boolean).join(" / ");
    const said = `${name}: ${answer[urdu ? "detail_ur" : "detail"] || say("saved")}`;
    const unsent = await sendPhotos(answer.receipt.event_id);
    go({ no, case: boxCase, said, ...(unsent ? { unsent } : {}) });
  } finally {
    busy = false;
  }
}

field.addEventListener("scan", ({ detail: { kind, code, problem, raw } }) => {
  if (code === "ACK") {
    panel.acknowledge();
    return;
  }
  if (kind === "badge") {
    takeTurn(code);
    return;
  }
  if (panel.hard) return;
  if (code === "PASS") {
    count();
    return;
  }
  if (kind === "card") {
    field.tick(say("bad_code"));
    return;
  }
  if (problem === "bad_code") {
    panel.show(misread(code, problem), code);
    return;
  }
  const scanned = raw.trim();
  if (open && scanned === label) count();
  else go({ label: scanned, no, case: boxCase || new URLSearchParams(window.location.search).get("case") || "" });
});

document.querySelector("[data-differs]")?.addEventListener("click", count);

document.querySelector("[data-type-form]").addEventListener("submit", (event) => {
  event.preventDefault();
  const { value } = event.target.elements.code;
  event.target.closest("dialog").close();
  event.target.reset();
  field.take(value, "typed");
});
