// S8: a scan on the history page opens that unit.
import { read } from "../codes.js";
import { Wedge } from "../wedge.js";

const wedge = new Wedge((raw) => {
  const { code, problem } = read(raw);
  if (!problem) window.location.assign(`/units/${encodeURIComponent(code)}/`);
});

document.addEventListener("keydown", (event) => {
  if (event.target.closest("[data-typing], dialog[open]")) return;
  if (wedge.buffer === "" && ["Enter", "Tab", " "].includes(event.key)) return;
  if (wedge.key(event)) event.preventDefault();
}, { capture: true });
