// Data in and out: the file stays chosen between looking and writing; only the outcome is redrawn.
import { uuid7 } from "../ids.js";

const form = document.querySelector("[data-bring]");
const spot = document.querySelector("[data-outcome]");

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = new FormData(form, event.submitter);
  const buttons = [...form.querySelectorAll("button")];
  for (const button of buttons) button.disabled = true;
  try {
    const answer = await fetch(form.action || location.href, {
      method: "POST", body, headers: { "X-Part": "outcome" }, redirect: "manual",
    });
    const told = new DOMParser().parseFromString(await answer.text(), "text/html");
    spot.replaceChildren(...told.body.childNodes);
    if (answer.ok && body.get("commit") === "1") form.elements.event_id.value = uuid7();
  } finally {
    for (const button of buttons) button.disabled = false;
  }
});
