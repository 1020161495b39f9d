// Files of a consignment: its packing list, shown first and then kept; photos of damage.
import { uuid7 } from "../ids.js";
import { postForm } from "../send.js";
import { say, urdu } from "../words.js";

const tail = urdu ? "_ur" : "";
function tell(form, answer) {
  const spot = form.querySelector("[data-said]");
  spot.hidden = false;
  spot.dataset.code = answer?.code ?? "";
  const rows = (answer?.faults ?? []).slice(0, 8).flatMap(({ line, column, text }) => [
    document.createElement("br"), `${line} ${column}: ${text}`,
  ]);
  const words = answer ? answer[`detail${tail}`] || say("saved") : say("no_answer");
  spot.replaceChildren(words, " ", answer?.[`next${tail}`] ?? "", ...rows);
}

function show(form, answer) {
  const spot = form.querySelector("[data-preview]");
  spot.hidden = false;
  const rows = answer.counts.map(({ sku, sets, parts }) => {
    const row = document.createElement("p");
    row.textContent = `${sku}: ${sets.toLocaleString("en")} × ${parts.length}`;
    return row;
  });
  spot.replaceChildren(...rows);
}

const list = document.querySelector("form[data-list]");
list?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const answer = await postForm(list.dataset.list, new FormData(list));
  const good = answer?.verdict === "ok";
  list.querySelector("[data-commit]").hidden = !good;
  if (good) show(list, answer);
  else tell(list, answer);
});
list?.addEventListener("change", () => {
  list.querySelector("[data-commit]").hidden = true;
  list.querySelector("[data-preview]").hidden = true;
  list.eventId = null;
});
list?.querySelector("[data-commit]").addEventListener("click", async () => {
  const body = new FormData(list);
  list.eventId ??= uuid7();
  body.set("event_id", list.eventId);
  const answer = await postForm(`${list.dataset.list}?commit=1`, body);
  if (answer?.verdict === "ok") window.location.reload();
  else tell(list, answer);
});

for (const form of document.querySelectorAll("form[data-photo]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await postForm(form.dataset.photo, new FormData(form));
    if (answer?.verdict === "ok") window.location.reload();
    else tell(form, answer);
  });
}
