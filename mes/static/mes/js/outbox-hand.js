// A row that nobody can send is handed to a supervisor: the server keeps it whole, and only then
// does it leave this tablet.
import { outbox } from "./outbox.js";
import { uuid7 } from "./ids.js";
import { post } from "./send.js";
import * as store from "./store.js";

/** True when the server has it. The same row handed twice is one row there. */
export async function handOver(row) {
  row.hand ??= uuid7();
  const { fate, answer } = await post("/api/v1/outbox-rows", {
    event_id: row.hand,
    station: row.station,
    sent_id: row.body.event_id,
    url: row.url.slice(0, 120),
    sent: JSON.stringify(row.body),
    serial: (row.serial ?? "").slice(0, 64),
    why: (row.why ?? "").slice(0, 300),
    scanned_by: (row.personName || row.person || "").slice(0, 80),
    scanned_at: new Date(row.made).toISOString(),
  });
  if (fate !== "answered" || answer.verdict !== "ok") return false;
  await store.remove(row.n);
  await outbox.recount();
  return true;
}

/** The button of a row that needs attention. */
export function handButton(row, word, done) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn";
  button.textContent = word;
  button.addEventListener("click", async () => {
    button.disabled = true;
    if (await handOver(row)) done();
    else button.disabled = false;
  });
  return button;
}
