// Devices without IMEIs: each unit's names are told beside the form, newest first; the next scan is
// the next unit's.
import "../api-form.js";
import { el, serial } from "../marks.js";

const form = document.querySelector("#names-form");
const bound = document.querySelector("[data-bound]");
const SHOWN = 8;

form.addEventListener("api:done", ({ detail: { unit, names } }) => {
  const row = document.createElement("li");
  const told = el("span", "grow");
  told.append(serial(unit));
  for (const name of Object.values(names)) {
    const spot = document.createElement("bdi");
    spot.dir = "ltr";
    spot.textContent = name;
    told.append(document.createElement("br"), spot);
  }
  row.append(told);
  if (bound.firstElementChild?.classList.contains("soft")) bound.replaceChildren();
  bound.prepend(row);
  while (bound.children.length > SHOWN) bound.lastElementChild.remove();
  for (const field of form.querySelectorAll("input:not([type=hidden])")) field.value = "";
});
