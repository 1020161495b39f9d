// S6: a scan puts that unit on the bench; board serials go into their own field.
import { read } from "../codes.js";
import { Wedge } from "../wedge.js";

const { benchUrl } = document.querySelector("main[data-bench-url]").dataset;

function open(raw) {
  const { code, kind, problem } = read(raw);
  if (!problem && kind !== "card" && kind !== "badge") {
    window.location.assign(`${benchUrl}?${new URLSearchParams({ unit: code })}`);
  }
}

const wedge = new Wedge(open);

document.addEventListener("keydown", (event) => {
  if (event.target.closest("[data-typing], select, dialog[open]")) return;
  if (wedge.buffer === "" && ["Enter", "Tab", " "].includes(event.key)) return;
  if (wedge.key(event)) event.preventDefault();
}, { capture: true });

document.querySelector("[data-type-form]").addEventListener("submit", (event) => {
  event.preventDefault();
  open(event.target.code.value);
});
