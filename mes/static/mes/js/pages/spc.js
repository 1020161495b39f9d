// Control chart: drawn over from one point to another, it marks them and chooses their values in
// the form. The form says the same without a pointer.
const LEFT = 8; // the chart's own scale, as mes/svg/control.py draws it
const RIGHT = 1080;
const figure = document.querySelector("[data-spc]");
const svg = figure?.querySelector("svg");
const since = document.getElementById("since");
const until = document.getElementById("until");

function start() {
  const count = Number(figure.dataset.spc);
  const size = Number(figure.dataset.size);
  const step = (RIGHT - LEFT) / Math.max(1, count - 1);
  const band = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  band.setAttribute("class", "spc-band");
  band.setAttribute("height", String(svg.viewBox.baseVal.height));
  svg.prepend(band);
  let from = null;

  const point = (event) => {
    const at = new DOMPoint(event.clientX, event.clientY);
    const { x } = at.matrixTransform(svg.getScreenCTM().inverse());
    return Math.min(count - 1, Math.max(0, Math.round((x - LEFT) / step)));
  };
  const mark = () => {
    const [first, last] = [since, until].map((field) => Math.floor(field.selectedIndex / size));
    const [low, high] = [Math.min(first, last), Math.max(first, last)];
    const x = LEFT + (low - 0.5) * step;
    band.setAttribute("x", String(Math.max(0, x)));
    band.setAttribute("width", String((high - low + 1) * step + Math.min(0, x)));
  };
  const choose = (one, other) => {
    since.selectedIndex = Math.min(one, other) * size;
    until.selectedIndex = Math.max(one, other) * size + size - 1;
    mark();
  };

  svg.addEventListener("pointerdown", (event) => {
    svg.setPointerCapture(event.pointerId);
    from = point(event);
    choose(from, from);
    event.preventDefault();
  });
  svg.addEventListener("pointermove", (event) => {
    if (from !== null) choose(from, point(event));
  });
  for (const name of ["pointerup", "pointercancel"]) svg.addEventListener(name, () => (from = null));
  since.addEventListener("change", mark);
  until.addEventListener("change", mark);
  mark();
}

if (svg && since && until) start();
