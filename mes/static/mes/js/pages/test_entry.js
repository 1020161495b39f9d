// S4, S5: measure, then PASS by card or button; out of limits, the phone is scanned again to
// confirm NG. The record is the move: its answer is the verdict.
import "../scan-field.js";
import "../verdict-panel.js";
import "../wake.js";
import { outbox } from "../outbox.js";
import { Limits } from "../limit-scale.js";
import { el } from "../marks.js";
import { Steps } from "../steps.js";
import { takeTurn } from "../turns.js";
import { blocked, isHard, kindOf, misread } from "../verdicts.js";
import { say } from "../words.js";

const main = document.querySelector("main[data-record-url]");
const { station, recordUrl, stationUrl, serial } = main.dataset;
const field = document.querySelector("scan-field");
const panel = document.querySelector("verdict-panel");
const one = (name) => document.querySelector(`[data-${name}]`);
let sent = null;
let steps = null;

function redraw() {
  const row = steps?.current;
  if (!row) return;
  const state = steps.state(row);
  const limits = new Limits(row);
  one("entry-label").replaceChildren(el("bdi", "", row.dataset.seq), " ", el("bdi", "", row.querySelector(".step-name").textContent));
  one("entry-value").textContent = (steps.numeric(row) && steps.typed.get(row)) || "–";
  one("entry-unit").textContent = limits.unit;
  one("entry-value").parentElement.dataset.s = state;
  const why = one("entry-why");
  const words = state === "ng" && steps.numeric(row) ? limits.why(steps.value(row)) : "";
  why.hidden = !words;
  why.querySelector("span").textContent = words;
  one("sign").hidden = !(limits.low < 0 || limits.high < 0 || (limits.low === null && limits.high === null));
  one("next").disabled = state === "wait";
  corner();
}

function corner() {
  const [wrong] = steps.wrong;
  const left = steps.missing.length;
  one("pass").disabled = Boolean(wrong || left || sent);
  one("pass-why").textContent = wrong ? say("out_of", wrong.dataset.seq) : left ? say("to_do", left) : "";
  if (wrong) {
    const what = steps.numeric(wrong) ? `${steps.typed.get(wrong)} ${wrong.dataset.unit}` : wrong.querySelector(".step-name").textContent;
    field.ask(say("confirm_again"), say("confirm_ng", what));
  } else field.ask(say("ready"), left ? say("to_do", left) : say("pass_all"));
}

steps = new Steps(document.querySelector("[data-steps]"), () => redraw());
redraw();

async function record(outcome, defect = {}) {
  if (sent) return;
  if (!outbox.reachable) return panel.show(blocked(serial), serial);
  const measurements = steps.measurements(outcome === "passed");
  sent = await outbox.put({
    station, url: recordUrl, serial,
    body: { station, identifier: serial, outcome, measurements, defect },
  });
  field.ask(say("checking"), serial);
}

function pass() {
  if (!steps.wrong.length && !steps.missing.length) record("passed");
}

/** Without a code the plan names the defect of the first step out of limits. */
function fail(code, more = {}) {
  record("failed", { code, ...more });
}

function scan({ kind, code, problem }) {
  if (panel.hard) return code === "ACK" ? panel.acknowledge() : undefined;
  if (/^-?\d{1,6}(\.\d{1,4})?$/.test(code) && steps.current) return steps.set(code);
  if (kind === "badge") return takeTurn(code);
  if (kind !== "card") {
    if (code === serial && steps.wrong.length) return fail("");
    if (problem) return panel.show(misread(code, problem), code);
    return window.location.assign(`${stationUrl}?code=${encodeURIComponent(code)}`);
  }
  if (code === "PASS") return pass();
  if (code.startsWith("FAIL-")) return fail(code.slice(5));
  if (code === "FAIL") return document.getElementById("defect-sheet").showModal();
  if (code.startsWith("NUM-")) steps.press(code.at(-1));
}

field.addEventListener("scan", ({ detail }) => scan(detail));
one("pass").addEventListener("click", pass);
one("next").addEventListener("click", () => steps.next());
one("sign").addEventListener("click", () => steps.press("sign"));
one("entry-keys").addEventListener("click", ({ target }) => {
  const key = target.closest("[data-key]")?.dataset.key;
  if (key) steps.press(key);
});
one("ack").addEventListener("click", () => panel.acknowledge());
one("defect-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  form.closest("dialog").close();
  const { other, defect, note, disposition } = form;
  fail(other?.value || defect?.value || "", { note: note.value, disposition: disposition.value });
});

outbox.addEventListener("answered", ({ detail: { record: answered, answer } }) => {
  if (answered.body.event_id !== sent?.body.event_id) return;
  panel.show(answer, serial);
  const kind = kindOf(answer);
  if (isHard(kind)) panel.addEventListener("acknowledged", () => window.location.assign(stationUrl));
  else setTimeout(() => window.location.assign(stationUrl), kind === "ok" ? 1500 : 4000);
});
