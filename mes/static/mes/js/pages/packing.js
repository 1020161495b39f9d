// S7: phone, box and label must agree; a box goes into the carton. Each scan is looked up; when the
// sockets are full one event packs the unit. Packing never works without the server.
import "../scan-field.js";
import "../verdict-panel.js";
import "../wake.js";
import { Beside } from "../beside.js";
import { printBoxLabel } from "../box-label.js";
import { carton, closeFull } from "../carton.js";
import { outbox } from "../outbox.js";
import { el } from "../marks.js";
import { Sockets } from "../sockets.js";
import { takeTurn } from "../turns.js";
import { takesTyped } from "../typed.js";
import { blocked, isHard, kindOf, misread } from "../verdicts.js";
import { say } from "../words.js";

const main = document.querySelector("main[data-pack-url]");
const { station, packUrl, lookUrl } = main.dataset;
const field = document.querySelector("scan-field");
const panel = document.querySelector("verdict-panel");
const sockets = new Sockets(main);
const told = document.querySelector("[data-facts]");
const usual = [...told.children];
const beside = new Beside(document.querySelector("[data-beside]"));
const printer = document.querySelector("[data-print-label]");
const CONFIRMED = "*"; // everything that needs no scan of its own
let scans = [];
let things = [];
let stage = "sockets";
let serial = "";
let sent = null;
let looking = Promise.resolve();

function draw(seen = []) {
  sockets.draw(seen);
  const whole = seen.at(-1)?.fill !== "next"; // else the last socket still lacks an IMEI
  const title = sockets.title(whole ? seen.length : seen.length - 1);
  const last = seen.length - 1;
  const agree = last > 0 ? `${say("match", sockets.title(last - 1), sockets.title(last))} ` : "";
  const of = sockets.all.length > 1 ? say("of_three", seen.length + 1, sockets.all.length) : "";
  if (title) field.ask(say("scan_the", title), of);
  document.querySelector("[data-say]").textContent = title ? agree + say("scan_the", title) : say("checking");
}

function facts(list = []) {
  const rows = list.map(({ label, text }) => el("li", "", el("b", "", label), " ", el("bdi", "", text)));
  told.replaceChildren(...(rows.length ? rows : usual));
}

/** What lies in the box and what the scale says; shown once phone, box and label agree. */
function drawBeside(answer) {
  stage = answer?.stage ?? "sockets";
  if (printer) printer.disabled = !answer;
  beside.draw(answer, stage);
  const next = { accessories: "things_next", weight: "weight_next" }[stage];
  if (!next) return;
  document.querySelector("[data-say]").textContent = say(next);
  field.ask(say(next), "");
}

function startOver() {
  scans = [];
  things = [];
  serial = "";
  sent = null;
  facts();
  draw();
  drawBeside();
}

async function ask(codes, beside_) {
  const query = new URLSearchParams(codes.map((one) => ["scan", one]));
  for (const one of beside_) query.append("accessory", one);
  const answer = await fetch(`${lookUrl}?${query}`, {
    headers: { Accept: "application/json" }, redirect: "manual", signal: AbortSignal.timeout(4000),
  }).then((response) => (response.status < 500 ? response.json() : null)).catch(() => null);
  outbox.reach(answer !== null);
  return answer;
}

async function look(code) {
  if (panel.hard || sent) return;
  panel.clear();
  const more = stage === "accessories" || stage === "weight";
  const [codes, beside_] = more ? [scans, [...things, code]] : [[...scans, code], things];
  const answer = await ask(codes, beside_);
  if (!answer) return panel.show(blocked(code), code);
  if (answer.verdict !== "ok") return panel.show(answer, code);
  [scans, things] = [codes, beside_];
  await took(answer);
}

async function took(answer) {
  serial = answer.serial;
  draw(answer.sockets);
  facts(answer.facts);
  drawBeside(answer);
  if (!answer.complete) return;
  const identifier = scans.length === 1 ? scans[0] : answer.serial;
  sent = await outbox.put({
    station, url: packUrl, serial: answer.serial, body: { station, identifier, scans, accessories: things },
  });
}

/** The scale speaks to the server: look again when the line changed, and every two seconds. */
async function weighed() {
  if (stage !== "weight" || sent || panel.hard) return;
  const answer = await ask(scans, things);
  if (answer?.verdict === "ok" && stage === "weight" && !sent) await took(answer);
}

const again = () => { looking = looking.then(weighed); };

if (beside.scale) {
  setInterval(again, 2000);
  document.addEventListener("live:swapped", again);
}

printer?.addEventListener("click", () => scans.length && printBoxLabel(serial || scans[0], panel));
beside.allThere?.addEventListener("click", () => { looking = looking.then(() => look(CONFIRMED)); });

field.addEventListener("scan", ({ detail: { kind, code, problem } }) => {
  if (code === "ACK") return panel.acknowledge();
  if (code === "UNDO") return startOver();
  if (kind === "badge") return takeTurn(code);
  if (kind === "card" && code === "PASS" && stage === "accessories") {
    looking = looking.then(() => look(CONFIRMED));
    return looking;
  }
  if (kind === "card") return (code === "PASS" && !panel.hard && closeFull()) || field.tick(say("bad_code"));
  if (panel.hard) return undefined;
  if (problem) return panel.show(misread(code, problem), code);
  looking = looking.then(() => look(code)); // one after the other: a fast packer does not wait
  return looking;
});

outbox.addEventListener("answered", ({ detail: { record, answer } }) => {
  if (record.body.event_id !== sent?.body.event_id) return;
  panel.show(answer, record.serial);
  if (!isHard(kindOf(answer))) startOver();
  document.dispatchEvent(new Event("live:refetch"));
});

document.addEventListener("live:swapped", () => carton(field));
panel.addEventListener("acknowledged", startOver);
document.querySelector("[data-ack]").addEventListener("click", () => panel.acknowledge());
document.querySelector("[data-start-over]").addEventListener("click", startOver);
takesTyped(field);
carton(field);
draw();
