// A lot under inspection: a scan takes the unit into hand, the PASS card says good, a FAIL card
// says what is wrong. Everything else is a form, so that the page works without this.
import "../scan-field.js";
import { takeTurn } from "../turns.js";
import { say } from "../words.js";

const field = document.querySelector("scan-field");
const pull = document.querySelector("[data-pull]");
const item = document.querySelector("[data-item]");

function judge(code) {
  if (!item) return field.tick(say("bad_code"));
  for (const box of item.querySelectorAll("[name=defect]")) box.checked = false;
  if (code === "PASS") return item.requestSubmit();
  const box = item.querySelector(`[name=defect][value="${CSS.escape(code.slice("FAIL-".length))}"]`);
  if (!box) return field.tick(say("bad_code"));
  box.checked = true;
  return item.requestSubmit();
}

field?.addEventListener("scan", ({ detail: { kind, code, problem } }) => {
  if (kind === "badge") return takeTurn(code);
  if (kind === "card") return judge(code);
  if (problem) return field.tick(say("bad_code"));
  if (pull) {
    pull.elements.unit.value = code;
    return pull.requestSubmit();
  }
  window.location.assign(`?${new URLSearchParams({ unit: code })}`);
  return undefined;
});

// "Good" says so whatever is ticked; "Faulty" needs a tick.
item?.addEventListener("submit", (event) => {
  const ticked = item.querySelectorAll("[name=defect]:checked");
  if (event.submitter?.hasAttribute("data-faulty")) {
    if (ticked.length === 0) event.preventDefault();
  } else if (event.submitter) {
    for (const box of ticked) box.checked = false;
  }
});
