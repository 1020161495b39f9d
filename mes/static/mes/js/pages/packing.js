// S7: phone, box and label must agree. Each scan is looked up; when all sockets agree the unit is
// packed by one event. Packing never works without the server.
import "../scan-field.js";
import "../verdict-panel.js";
import "../wake.js";
import { outbox } from "../outbox.js";
import { el, icon, imei, serial, shape } from "../marks.js";
import { blocked, isHard, kindOf, misread } from "../verdicts.js";
import { say } from "../words.js";

const main = document.querySelector("main[data-pack-url]");
const { station, packUrl } = main.dataset;
const field = document.querySelector("scan-field");
const panel = document.querySelector("verdict-panel");
const sockets = [...document.querySelectorAll(".socket")];
const joints = [...document.querySelectorAll(".joint")];
let scans = [];
let sent = null;

const blank = () => el("span", "blank");

function fill(socket, found, state) {
  socket.dataset.fill = state;
  const mark = state === "ok" ? shape("ok", 36) : state === "ng" ? shape("ng", 36) : icon("scan", 36);
  socket.querySelector("[data-socket-mark]").replaceChildren(mark);
  socket.querySelector("[data-socket-serial]").replaceChildren(found?.serial ? serial(found.serial) : blank());
  socket.querySelectorAll("[data-socket-imei]").forEach((spot, i) => {
    spot.replaceChildren(found?.imeis?.[i] ? imei(found.imeis[i]) : blank());
  });
}

/** Sockets as the server sees them; the first empty one is next. */
function draw(seen = []) {
  sockets.forEach((socket, i) => {
    const state = seen[i]?.fill ?? (i === seen.length ? "next" : "empty");
    fill(socket, seen[i], state);
  });
  joints.forEach((joint, i) => {
    const both = seen[i] && seen[i + 1];
    const bad = both && seen[i + 1].fill === "ng";
    joint.toggleAttribute("data-open", !both);
    joint.toggleAttribute("data-bad", Boolean(bad));
    joint.firstElementChild.replaceChildren(icon(bad ? "cross" : both ? "check" : "scan", both ? 20 : 18));
  });
  const next = sockets[seen.length];
  const title = next?.dataset.title ?? "";
  if (next) field.ask(say("scan_the", title), say("of_three", seen.length + 1, sockets.length));
  document.querySelector("[data-say]").textContent =
    seen.length > 1 && next
      ? `${say("match", sockets[seen.length - 2].dataset.title, sockets[seen.length - 1].dataset.title)} ${say("scan_the", title)}`
      : next ? say("scan_the", title) : say("checking");
}

function facts(list = []) {
  const spot = document.querySelector("[data-facts]");
  if (list.length) spot.replaceChildren(...list.map(({ label, text }) => el("li", "", el("b", "", label), ` ${text}`)));
}

function startOver() {
  scans = [];
  sent = null;
  draw();
}

async function look(code) {
  const query = new URLSearchParams([...scans, code].map((one) => ["scan", one]));
  const answer = await fetch(`${packUrl}?${query}`, {
    headers: { Accept: "application/json" }, redirect: "manual", signal: AbortSignal.timeout(4000),
  }).then((response) => (response.status < 500 ? response.json() : null)).catch(() => null);
  if (!answer) {
    outbox.reach(false);
    return panel.show(blocked(code), code);
  }
  outbox.reach(true);
  draw(answer.sockets ?? []);
  facts(answer.facts);
  if (answer.verdict !== "ok") return panel.show(answer, code);
  scans.push(code);
  if (answer.complete) pack(answer);
}

async function pack(answer) {
  const identifier = answer.serial ?? scans[0];
  sent = await outbox.put({
    station, url: packUrl, serial: identifier, body: { station, identifier, scans },
  });
}

field.addEventListener("scan", ({ detail: { kind, code, problem } }) => {
  if (code === "ACK") return panel.acknowledge();
  if (panel.hard || sent) return undefined;
  panel.clear();
  if (code === "UNDO") return startOver();
  if (kind === "card") return field.tick(say("bad_code"));
  if (problem) return panel.show(misread(code, problem), code);
  return look(code);
});

outbox.addEventListener("answered", ({ detail: { record, answer } }) => {
  if (record.body.event_id !== sent?.body.event_id) return;
  panel.show(answer, record.serial);
  if (!isHard(kindOf(answer))) startOver();
  document.dispatchEvent(new Event("live:refetch"));
});

panel.addEventListener("acknowledged", startOver);
document.querySelector("[data-ack]").addEventListener("click", () => panel.acknowledge());
document.querySelector("[data-start-over]").addEventListener("click", startOver);
document.querySelector("[data-type-form]").addEventListener("submit", (event) => {
  event.preventDefault();
  event.target.closest("dialog").close();
  field.take(event.target.code.value, "typed");
  event.target.reset();
});
draw();
