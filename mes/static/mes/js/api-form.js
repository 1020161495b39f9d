// A form that speaks to the API: its fields are the body, its refusal is said beside it, and a scan
// fills it. One event id for each filling, kept while nobody knows whether it arrived.
import { read } from "./codes.js";
import { uuid7 } from "./ids.js";
import { post } from "./send.js";
import { say, urdu } from "./words.js";
import { Wedge } from "./wedge.js";

const tail = urdu ? "_ur" : "";

async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) {
    text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  }
  return btoa(text);
}

/** A date and time of this page's wall clock, with its offset from UTC. */
function moment(value) {
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? value : date.toISOString();
}

/** `second.pin` becomes {second: {pin}}; a list where the field says so; empty fields stay away. */
async function bodyOf(form) {
  const body = {};
  for (const field of form.elements) {
    if (!field.name || field.disabled) continue;
    if (field.type === "radio" && !field.checked) continue;
    let value = field.value;
    if (field.dataset.list !== undefined) {
      if (field.checked) (body[field.name] ??= []).push(value);
      continue;
    }
    if (field.type === "checkbox") value = field.checked;
    if (field.type === "file") {
      if (!field.files.length) continue;
      const [file] = field.files;
      value = field.dataset.text === undefined ? await base64(file) : await file.text();
    }
    if (field.type === "datetime-local" && value) value = moment(value);
    if (value === "" && !field.required) continue;
    const [outer, inner] = field.name.split(".");
    if (inner) (body[outer] ??= {})[inner] = value;
    else body[outer] = value;
  }
  return body;
}

function tell(form, answer, bad) {
  const spot = form.querySelector("[data-said]");
  if (!spot) return;
  spot.hidden = !answer;
  spot.dataset.code = answer?.code ?? "";
  const next = document.createElement("b");
  next.textContent = answer?.[`next${tail}`] ?? "";
  const words = answer?.[`detail${tail}`] || (bad ? say("no_answer") : say("kept_ok"));
  const more = (answer?.faults ?? []).slice(0, 8).flatMap((fault) => [document.createElement("br"), fault]);
  spot.replaceChildren(words, " ", next, ...more);
  if (answer) spot.scrollIntoView({ block: "nearest" });
}

async function submit(form) {
  if (form.busy) return;
  form.busy = true;
  try {
    form.eventId ??= uuid7();
    const body = { event_id: form.eventId, ...(await bodyOf(form)) };
    const { fate, answer } = await post(form.dataset.api, body);
    const good = answer?.verdict === "ok" || answer?.verdict === "duplicate";
    if (fate === "signed_out") {
      window.location.reload();
      return;
    }
    if (fate !== "retry") form.eventId = null; // a known answer: the next filling is another event
    tell(form, answer, !answer);
    if (!good) {
      for (const field of form.querySelectorAll("[data-takes], [type=password]")) field.value = "";
      return;
    }
    form.dispatchEvent(new CustomEvent("api:done", { bubbles: true, detail: answer }));
    if (form.dataset.goes === "stay") return;
    if (form.dataset.goes) window.location.assign(form.dataset.goes);
    else window.location.reload();
  } finally {
    form.busy = false;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-api]");
  if (!form) return;
  event.preventDefault();
  submit(form);
});

/** A scan fills the first open field that takes its kind; a form that is full is sent. */
function take(raw) {
  const { code, kind, problem } = read(raw);
  const sheet = document.querySelector("dialog[open]");
  if (code === "PASS" && !sheet) document.querySelector("form[data-passes]")?.requestSubmit();
  // A page without a scan field says it to the veil as a scan field would.
  if (code === "BREAK") document.dispatchEvent(new CustomEvent("scan", { detail: { code, kind } }));
  if (problem || kind === "card") return;
  const forms = [...(sheet ?? document).querySelectorAll("form[data-scan]")];
  const form = forms.find((one) => !one.closest("dialog:not([open])")); // one that is seen
  if (!form) return;
  const wanted = kind === "badge" ? "badge" : "code";
  const fields = [...form.querySelectorAll(`[data-takes="${wanted}"]`)];
  const field = fields.find((one) => !one.value) ?? fields[0];
  if (!field) return;
  field.value = code;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  const open = [...form.querySelectorAll("[data-takes]")].filter((one) => one.required && !one.value);
  // No field is focused: the next scan is read by its keys' places too, whatever the layout.
  document.activeElement?.blur();
  if (!open.length && form.dataset.scan !== "fill") form.requestSubmit();
}

const wedge = new Wedge(take);

document.addEventListener("keydown", (event) => {
  if (event.target.closest("[data-typing], select, textarea")) return;
  if (wedge.buffer === "" && ["Enter", "Tab", " "].includes(event.key)) return;
  if (wedge.key(event)) event.preventDefault();
}, { capture: true });
