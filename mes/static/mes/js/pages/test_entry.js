// S4, S5: measure, then PASS by card or button; out of limits, the phone is scanned again to
// confirm NG. The record is the move: its answer is the verdict.
import "../scan-field.js";
import "../verdict-panel.js";
import "../wake.js";
import { DefectSheet } from "../defect-sheet.js";
import { outbox } from "../outbox.js";
import { el } from "../marks.js";
import { Steps } from "../steps.js";
import { read } from "../codes.js";
import { tooMuch } from "../photos.js";
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

function redraw(trouble = "") {
  const row = steps?.current;
  if (!row) return;
  const state = steps.state(row);
  const { low, high, unit } = steps.limits(row);
  const given = ["numeric", "array"].includes(steps.kind(row)) ? steps.typed.get(row) : steps.shown(row);
  one("entry-label").replaceChildren(el("bdi", "", row.dataset.seq), " ", el("bdi", "", row.querySelector(".step-name").textContent));
  one("entry-value").textContent = given || "–";
  one("entry-value").classList.toggle("long", (given ?? "").length > 9);
  one("entry-unit").textContent = steps.numeric(row) ? unit : "";
  one("entry-value").parentElement.dataset.s = state;
  const why = one("entry-why");
  const words = trouble || steps.why(row);
  why.hidden = !words;
  why.querySelector("span").textContent = words;
  const signed = low < 0 || high < 0 || (low === null && high === null);
  one("sign").hidden = !signed || !["numeric", "array"].includes(steps.kind(row));
  one("more").hidden = steps.kind(row) !== "array";
  one("next").disabled = state === "wait";
  corner();
}

function corner() {
  const [wrong] = steps.wrong;
  const left = steps.missing.length;
  one("pass").disabled = Boolean(wrong || left || sent);
  one("pass-why").textContent = wrong ? say("out_of", wrong.dataset.seq) : left ? say("to_do", left) : "";
  if (wrong) {
    const what = steps.numeric(wrong) ? steps.shown(wrong) : wrong.querySelector(".step-name").textContent;
    field.ask(say("confirm_again"), say("confirm_ng", what));
  } else field.ask(say("ready"), left ? say("to_do", left) : say("pass_all"));
}

/** A card, a badge or this phone, scanned while a text or a list was being typed. */
function heard(text) {
  const found = read(text);
  if (!["card", "badge"].includes(found.kind) && found.code !== serial) return false;
  scan(found);
  return true;
}

steps = new Steps(document.querySelector("[data-steps]"), redraw, heard);
redraw();

async function record(outcome, defect = {}, more = [], secret = null) {
  if (sent) return;
  if (!outbox.reachable) return panel.show(blocked(serial), serial);
  const measurements = steps.measurements(outcome === "passed");
  const files = [...steps.files.values(), ...more];
  if (tooMuch(files)) return redraw(tooMuch(files));
  const attachments = files.map(({ name, mime, data }) => ({ name, mime, data }));
  sent = await outbox.put({
    station, url: recordUrl, serial, secret,
    body: { station, identifier: serial, outcome, measurements, defect, ...(files.length && { attachments }) },
  });
  field.ask(say("checking"), serial);
}

function pass() {
  if (!steps.wrong.length && !steps.missing.length) record("passed");
}

/** Without a code the plan names the defect of the first step out of limits. */
function fail(code) {
  record("failed", { code });
}

function scan({ kind, code, problem }) {
  if (panel.hard) return code === "ACK" ? panel.acknowledge() : undefined;
  if (/^-?\d{1,6}(\.\d{1,4})?$/.test(code) && steps.current) return steps.scanned(code);
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
one("more").addEventListener("click", () => steps.press("more"));
one("entry-keys").addEventListener("click", ({ target }) => {
  const key = target.closest("[data-key]")?.dataset.key;
  if (key) steps.press(key);
});
one("ack").addEventListener("click", () => panel.acknowledge());
new DefectSheet(one("defect-form"), (defect, ...more) => record("failed", defect, ...more));

outbox.addEventListener("answered", ({ detail: { record: answered, answer } }) => {
  if (answered.body.event_id !== sent?.body.event_id) return;
  panel.show(answer, serial);
  const kind = kindOf(answer);
  if (isHard(kind)) panel.addEventListener("acknowledged", () => window.location.assign(stationUrl));
  else setTimeout(() => window.location.assign(stationUrl), kind === "ok" ? 1500 : 4000);
});
