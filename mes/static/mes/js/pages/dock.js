// The dock: each scan goes to the server at once and its answer fills the panel. A scan that got
// no answer keeps its event id, so that scanning the same code again never does it twice.
import "../scan-field.js";
import "../verdict-panel.js";
import "../wake.js";
import { uuid7 } from "../ids.js";
import { csrf } from "../send.js";
import { takeTurn } from "../turns.js";
import { takesTyped } from "../typed.js";
import { blocked, isHard, kindOf, misread } from "../verdicts.js";
import { say } from "../words.js";

const READ = 1600; // ms in which an answer is read before the page changes
const main = document.querySelector("main[data-scan-url]");
const field = document.querySelector("scan-field");
const panel = document.querySelector("verdict-panel");
const unanswered = new Map();
let working = Promise.resolve();

async function ask(code) {
  const id = unanswered.get(code) ?? uuid7();
  unanswered.set(code, id);
  const { scanUrl, pallet = "" } = main.dataset;
  const answer = await fetch(scanUrl, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrf() },
    body: JSON.stringify({ event_id: id, code, pallet }),
    redirect: "manual",
    signal: AbortSignal.timeout(8000),
  }).then((response) => (response.status < 500 ? response.json() : null)).catch(() => null);
  if (answer && answer.code !== "conflict") unanswered.delete(code);
  return answer;
}

/** The page with another pallet on it has that pallet's address, also after a reload. */
function follow(answer) {
  if (answer.pallet === undefined || answer.pallet === main.dataset.pallet) return;
  main.dataset.pallet = answer.pallet;
  const url = `${main.dataset.pageUrl}?${new URLSearchParams({ pallet: answer.pallet })}`;
  window.history.replaceState(null, "", url);
  const part = document.querySelector("[data-dock-part]");
  part.dataset.liveFragment = `${main.dataset.partUrl}?${new URLSearchParams({ pallet: answer.pallet })}`;
}

async function take(code) {
  if (panel.hard) return;
  panel.clear();
  const answer = await ask(code);
  if (!answer) return panel.show(blocked(code), code);
  panel.show(answer, code);
  if (!isHard(kindOf(answer))) follow(answer);
  if (answer.reload) setTimeout(() => window.location.reload(), READ);
  document.dispatchEvent(new Event("live:refetch"));
}

field.addEventListener("scan", ({ detail: { kind, code, problem } }) => {
  if (code === "ACK") return panel.acknowledge();
  if (kind === "badge") return takeTurn(code);
  if (kind === "card" && code !== "PASS") return field.tick(say("bad_code"));
  if (panel.hard) return undefined;
  if (problem) return panel.show(misread(code, problem), code);
  working = working.then(() => take(code));
  return working;
});

document.querySelector("[data-ack]").addEventListener("click", () => panel.acknowledge());
takesTyped(field);
