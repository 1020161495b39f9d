// S6 and the returns desk, by scan: a serial puts that unit on the bench, cards say what was found
// and done, a part is scanned out and in, and PASS sends the form. The buttons do the same by hand.
import "../scan-field.js";
import "../wake.js";
import { choose, meaning, missing } from "../card-fields.js";
import { Second } from "../second.js";
import { takeTurn } from "../turns.js";
import { takesTyped } from "../typed.js";
import { say } from "../words.js";

const { benchUrl, passes = "" } = document.querySelector("main[data-bench-url]").dataset;
const field = document.querySelector("scan-field");
const form = document.querySelector("form[data-bench-form]");
const swap = document.querySelector("form[data-swap-form]");
const forms = [form, swap].filter(Boolean);
const ends = () => [form?.elements.result?.value, form?.elements.decision?.value].includes("scrap");
const board = () => form.hasAttribute("data-board-needs-second") && form.elements.board.value !== "";
const second = new Second(form, field, () => ends() || board());
let next = null; // the text field that the next code belongs to

const label = (control) => control.labels[0].firstChild.textContent.trim();

/** What the scan field asks for, from how the form stands. */
function ask() {
  if (next === swap?.elements.serial && next) field.ask(say("scan_new_part", swap.elements.position.value), say("pass_takes_out"));
  else if (next) field.ask(say("scan_the", label(next)), "");
  else if (!form) field.ask(say("scan_unit"), "");
  else if (second.wanted() && !second.badge.value) field.ask(say("scan_second"), "");
  else if (!second.ready) field.ask(say("second_pin"), say("digits", second.pin.value.length));
  else if (missing(form)) field.ask(say("scan_cards"), say("still_missing", missing(form)));
  else field.ask(say("scan_pass"), passes);
}

/** What was done may be said by its card alone: words are then not asked for. */
function stand() {
  const { method, action } = form?.elements ?? {};
  if (method && action) action.required = method.value === "";
  ask();
}

function set(code) {
  const { form: of, field: name, value } = meaning(code, forms) ?? {};
  if (!of) return field.tick(say("bad_code"));
  if (!value && of.elements[name].type === "text") next = of.elements[name];
  else if (!choose(of, name, value)) return field.tick(say("bad_code"));
  else if (name === "position") next = swap.elements.serial;
  return stand();
}

function pass() {
  if (swap && next === swap.elements.serial) return swap.requestSubmit();
  if (!form || next || !second.ready || missing(form)) {
    field.tick(say("bad_code"));
    return ask();
  }
  return form.requestSubmit();
}

function card(code) {
  if (code === "PASS") return pass();
  if (code === "UNDO") next = null;
  else if (code.startsWith("SET-")) return set(code);
  else if (code.startsWith("NUM-")) second.press(code.at(-1));
  else if (!/^FAIL-/.test(code) || !fault(code.slice("FAIL-".length))) field.tick(say("bad_code"));
  return stand();
}

const fault = (code) => choose(form, "cause", code) ?? choose(form, "defect", code);

/** A part that is in the unit comes out; a carton of the list takes the unit in; else another unit. */
function serial(code) {
  if (next) {
    next.value = code;
    const of = next.form;
    next = null;
    return of === swap ? swap.requestSubmit() : stand();
  }
  const place = [...(swap?.elements.position.options ?? [])].find((one) => one.dataset.part === code);
  if (place) {
    place.selected = true;
    next = swap.elements.serial;
    return ask();
  }
  if (choose(form, "carton", code)) return undefined;
  return window.location.assign(`${benchUrl}?${new URLSearchParams({ unit: code })}`);
}

field.addEventListener("scan", ({ detail: { kind, code, problem } }) => {
  if (kind === "badge") return second.wanted() ? second.take(code) : takeTurn(code);
  if (kind === "card") return card(code);
  if (problem) return field.tick(say(problem));
  return serial(code);
});

document.addEventListener("change", stand);
document.addEventListener("input", stand);
takesTyped(field);
stand();
