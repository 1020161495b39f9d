// Icons and verdict shapes, cloned from the templates the server printed: one pen for both.
function copy(kind, name, size, cls) {
  const found = document.querySelector(`template[data-${kind}="${CSS.escape(name)}"]`);
  const mark = found?.content.firstElementChild?.cloneNode(true);
  if (!mark) return document.createComment(name);
  mark.setAttribute("width", size);
  mark.setAttribute("height", size);
  if (cls !== undefined) mark.setAttribute("class", `${kind} ${cls}`.trim());
  return mark;
}

export const icon = (name, size = 24, cls) => copy("icon", name, size, cls);
export const shape = (verdict, size = 36, cls) => copy("shape", verdict, size, cls);

/** An element with a class and children; text children are text, never markup. */
export function el(name, cls = "", ...children) {
  const node = document.createElement(name);
  if (cls) node.className = cls;
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** A serial with its last five (or what follows the last dash) in bold, left to right always. */
export function serial(code, { cls = "serial", short = false } = {}) {
  const tail = code.replaceAll(".", "-").split("-").at(-1).slice(-5);
  const head = short ? "…" : code.slice(0, code.length - tail.length);
  const node = el("bdi", cls, short ? el("span", "", head) : head, el("b", "", tail));
  node.dir = "ltr";
  return node;
}

/** An IMEI grouped 2-6-6-1. */
export function imei(digits) {
  if (!/^\d{15}$/.test(digits)) return serial(digits);
  const groups = `${digits.slice(0, 2)}-${digits.slice(2, 8)}-${digits.slice(8, 10)}`;
  const node = el("bdi", "serial", groups, el("b", "", `${digits.slice(10, 14)}-${digits[14]}`));
  node.dir = "ltr";
  return node;
}

/** A wall-clock time of this moment, left to right. */
export function clock(date = new Date()) {
  const timeZone = document.documentElement.dataset.tz || undefined;
  const node = el("bdi", "", date.toLocaleTimeString("en-GB", { hour12: false, timeZone }));
  node.dir = "ltr";
  return node;
}
