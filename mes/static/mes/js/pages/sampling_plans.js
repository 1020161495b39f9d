// What a plan means for a lot: the server's own figures, asked for again as the plan is chosen.
import "../api-form.js";

const PAUSE = 250;
const form = document.querySelector("#plan-form");
const size = document.querySelector("#size");
let waiting = 0;
let asked = 0;

async function show() {
  asked += 1;
  const mine = asked;
  const words = new URLSearchParams({ size: size.value });
  for (const name of ["level", "critical", "major", "minor"]) words.set(name, form.elements[name].value);
  const html = await fetch(`${window.location.pathname}?${words}`, { redirect: "manual" })
    .then((response) => (response.ok ? response.text() : null), () => null);
  if (html === null || mine !== asked) return;
  const parsed = new DOMParser().parseFromString(html, "text/html");
  document.querySelector("#preview").replaceWith(parsed.querySelector("#preview"));
}

function soon() {
  window.clearTimeout(waiting);
  waiting = window.setTimeout(show, PAUSE);
}

size.addEventListener("input", soon);
form.addEventListener("change", soon);
