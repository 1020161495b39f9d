// S2, S3: scan, store, send, answer. The next scan is always possible after a soft verdict.
import "../scan-field.js";
import "../scan-tape.js";
import "../verdict-panel.js";
import "../wake.js";
import { Undo } from "../undo.js";
import { LATE_AFTER, outbox } from "../outbox.js";
import { Parts } from "../parts.js";
import { sound } from "../sounds.js";
import { blocked, isHard, kindOf, misread, savedNotChecked, shown } from "../verdicts.js";
import { lastVerdict, count } from "../station-marks.js";
import { takeTurn } from "../turns.js";
import { say } from "../words.js";

const CHECKING_AFTER = 800;
const main = document.querySelector("main[data-station]");
const field = document.querySelector("scan-field");
const panel = document.querySelector("verdict-panel");
const tape = document.querySelector("scan-tape");
const undo = new Undo(main.dataset.undoUrl, main.dataset.station);
const pending = new Map();
const parts = new Parts(field);

function card(code) {
  if (code === "ACK") panel.acknowledge();
  else if (code === "UNDO" && parts.wanted) parts.leave();
  else if (code === "UNDO") undo.run();
  else if (code === "LOGOUT") document.querySelector('form[action$="sign-out/"]')?.requestSubmit();
  else field.tick(say("bad_code"));
}

function wait(record) {
  const id = record.body.event_id;
  const timers = [
    setTimeout(() => field.ask(say("checking"), record.serial), CHECKING_AFTER),
    setTimeout(() => {
      const strict = main.dataset.policy === "block";
      panel.show(strict ? blocked(record.serial) : savedNotChecked(record.serial), record.serial);
      if (!strict) tape.settle(id, "queued", say("saved"));
      ready();
    }, LATE_AFTER),
  ];
  pending.set(id, timers);
}

const ready = () => field.ask(say("ready"), say("scanner"));

async function scan(code) {
  if (panel.hard) return sound("ng");
  if (parts.wanted) return parts.take(code);
  panel.clear();
  const strict = main.dataset.policy === "block";
  if (!outbox.open || (strict && (!outbox.reachable || pending.size))) {
    return panel.show(outbox.open ? blocked(code) : { ...blocked(code), detail: say("full_why") }, code);
  }
  sound("tick");
  await send(code, {});
}

async function send(code, more) {
  const { station, scanUrl: url } = main.dataset;
  const body = { station, identifier: code, ...more };
  const record = await outbox.put({ station, url, serial: code, body });
  tape.add(record.body.event_id, code);
  wait(record);
}

parts.addEventListener("complete", ({ detail: { serial, bound } }) => send(serial, { parts: bound }));

field.addEventListener("scan", ({ detail }) => {
  if (detail.kind === "card") return card(detail.code);
  if (detail.kind === "badge") return takeTurn(detail.code);
  if (detail.problem && !panel.hard) return panel.show(misread(detail.code, detail.problem), detail.code);
  return scan(detail.code);
});

outbox.addEventListener("answered", ({ detail: { record, answer, late } }) => {
  const id = record.body.event_id;
  const mine = pending.get(id);
  mine?.forEach(clearTimeout);
  pending.delete(id);
  if (record.station !== main.dataset.station) return;
  if (record.url === main.dataset.undoUrl) {
    panel.show(answer, record.serial);
    return document.dispatchEvent(new Event("live:refetch"));
  }
  if (record.url !== main.dataset.scanUrl) return;
  if (answer.code === "record_needed" && answer.test_url && !late) {
    return window.location.assign(answer.test_url);
  }
  if (answer.code === "part_missing" && answer.parts?.length && !late) {
    tape.drop(id);
    return parts.ask(record.serial, answer.parts, record.body.parts ?? []);
  }
  const kind = kindOf(answer);
  const view = shown(answer, record.serial);
  tape.settle(id, kind, view.short);
  count(kind, answer.replay);
  if (!late || isHard(kind)) panel.show(answer, record.serial);
  if (kind === "ok" && !answer.replay) undo.offer(record);
  lastVerdict(view);
  ready();
  document.dispatchEvent(new Event("live:refetch"));
});

document.querySelector("[data-ack]").addEventListener("click", () => panel.acknowledge());
document.querySelector("[data-type-form]")?.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  form.closest("dialog").close();
  field.take(form.code.value, "typed");
  form.reset();
});

// A unit scanned on another page of this station comes along in the address.
const brought = new URLSearchParams(window.location.search).get("code");
if (brought) {
  window.history.replaceState(null, "", window.location.pathname);
  field.take(brought, "brought");
}
