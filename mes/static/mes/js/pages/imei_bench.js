// The IMEI benches. Writing: the unit gets its numbers, they are written, the phone is read back.
// Adopting: the board brings its numbers; once they are the unit's, they count as read back.
// Checking: the phone is read, then its label; nobody sees what the ledger expects.
import "../scan-field.js";
import "../scan-tape.js";
import "../verdict-panel.js";
import "../wake.js";
import { outbox } from "../outbox.js";
import { Sockets } from "../sockets.js";
import { count } from "../station-marks.js";
import { takeTurn } from "../turns.js";
import { takesTyped } from "../typed.js";
import { blocked, isHard, kindOf, misread, shown } from "../verdicts.js";
import { say } from "../words.js";

const main = document.querySelector("main[data-done-url]");
const { station, lookUrl, issueUrl, doneUrl } = main.dataset;
const adopts = main.dataset.adopts !== undefined;
const field = document.querySelector("scan-field");
const panel = document.querySelector("verdict-panel");
const tape = document.querySelector("scan-tape");
const sockets = new Sockets(main);
const readings = sockets.all.length - 1;
let unit = null; // {serial, count, numbers}
let read = []; // IMEIs in the order they were scanned
let sent = null;
let working = Promise.resolve();

function draw() {
  const seen = unit ? [{ fill: "ok", serial: unit.serial, imeis: unit.numbers }] : [];
  const most = unit?.count ?? 0;
  for (let i = 0; unit && i < readings && i * most <= read.length; i += 1) {
    const imeis = read.slice(i * most, (i + 1) * most);
    if (imeis.length || i * most === read.length) seen.push({ fill: imeis.length === most ? "ok" : "next", imeis });
  }
  sockets.draw(seen);
  const at = unit ? Math.floor(read.length / most) : -1;
  const title = sockets.title(at + 1);
  const slot = unit ? ` · IMEI ${(read.length % most) + 1}` : "";
  const words = title ? say("scan_the", `${title}${slot}`) : say("checking");
  document.querySelector("[data-say]").textContent = unit?.numbers?.length && !read.length
    ? `${say("write_them")} ${words}` : words;
  field.ask(unit ? `${title}${slot}` : words, unit ? say("of_three", read.length + 1, most * readings) : "");
}

function startOver() {
  [unit, read, sent] = [null, [], null];
  draw();
}

async function put(url, more, serial) {
  sent = await outbox.put({ station, url, serial, body: { station, identifier: serial, ...more } });
}

async function begin(code) {
  const answer = await fetch(`${lookUrl}?${new URLSearchParams({ unit: code })}`, {
    headers: { Accept: "application/json" }, redirect: "manual", signal: AbortSignal.timeout(4000),
  }).then((response) => (response.status < 500 ? response.json() : null)).catch(() => null);
  outbox.reach(answer !== null);
  if (!answer) return panel.show(blocked(code), code);
  if (!answer.allowed) return panel.show(answer, code);
  unit = { serial: answer.serial, count: Math.max(1, answer.count), numbers: [] };
  if (issueUrl && !adopts) await put(issueUrl, {}, unit.serial);
  return draw();
}

async function take(code, kind) {
  if (panel.hard || sent) return;
  panel.clear();
  if (!unit) return begin(code);
  if (kind !== "imei") return panel.show(misread(code, "not_an_imei"), code);
  read.push(code);
  draw();
  if (read.length < unit.count * readings) return;
  if (adopts) return put(issueUrl, { imeis: read }, unit.serial);
  const [phone, label] = [read.slice(0, unit.count), read.slice(unit.count)];
  return readBack(phone, issueUrl ? {} : { label });
}

async function readBack(phone, more = {}) {
  await put(doneUrl, { read_back: phone, ...more }, unit.serial);
  tape.add(sent.body.event_id, unit.serial);
}

field.addEventListener("scan", ({ detail: { kind, code, problem } }) => {
  if (code === "ACK") return panel.acknowledge();
  if (code === "UNDO") return startOver();
  if (kind === "badge") return takeTurn(code);
  if (kind === "card") return field.tick(say("bad_code"));
  if (panel.hard) return undefined;
  if (problem) return panel.show(misread(code, problem), code);
  working = working.then(() => take(code, kind));
  return working;
});

outbox.addEventListener("answered", ({ detail: { record, answer } }) => {
  if (record.body.event_id !== sent?.body.event_id) return;
  sent = null;
  if (record.url === issueUrl && answer.verdict === "ok") {
    unit.numbers = answer.imeis.map(({ imei }) => imei);
    if (adopts) return readBack(read);
    return draw();
  }
  const kind = kindOf(answer);
  tape.settle(record.body.event_id, kind, shown(answer).short);
  count(kind, answer.replay);
  panel.show(answer, record.serial);
  if (isHard(kind)) return;
  startOver();
});

panel.addEventListener("acknowledged", startOver);
document.querySelector("[data-ack]").addEventListener("click", () => panel.acknowledge());
document.querySelector("[data-start-over]").addEventListener("click", startOver);
takesTyped(field);
draw();
