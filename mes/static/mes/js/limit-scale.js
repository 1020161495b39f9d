// The limit band's arithmetic and reading, in the band that mes/svg/limits.py draws.
import { within } from "./judging.js";
import { say } from "./words.js";

const NS = "http://www.w3.org/2000/svg";
const OCTAGON = "M7.4 1h9.2L23 7.4v9.2L16.6 23H7.4L1 16.6V7.4z";

function ends(low, high) {
  if (low !== null && high !== null) {
    const half = (high - low || Math.abs(high) || 1) / 2;
    const shift = low >= 0 ? Math.max(0, half - low) : 0;
    return [low - half + shift, high + half + shift];
  }
  if (high !== null) return high > 0 ? [0, high * 1.25] : [high * 2 - 1, 0];
  const only = low ?? 0;
  return only > 0 ? [only * 0.5, only * 2] : [only * 2 - 1, Math.abs(only) + 1];
}

/** A step's limits by its comparison, from its rule. */
export class Limits {
  constructor(rule, unit = "") {
    this.rule = rule;
    this.low = rule.low ?? null;
    this.high = rule.comparison === "EQ" ? this.low : (rule.high ?? null);
    this.unit = unit;
  }

  holds = (value) => within(this.rule, value);

  /** Units over (positive) or under (negative) the limit it breaks; 0 within, or on a limit. */
  beyond(value) {
    if (this.holds(value) || this.rule.comparison === "NE") return 0;
    if (this.high !== null && value > this.high) return value - this.high;
    if (this.low !== null && value < this.low) return value - this.low;
    return 0;
  }

  x(value, width) {
    const [start, end] = ends(this.low, this.high);
    return Math.min(1, Math.max(0, (value - start) / (end - start || 1))) * width;
  }

  /** What is wrong with a value, in words; empty within the limits. */
  why(value) {
    if (this.holds(value)) return "";
    if (!Number.isFinite(value)) return say("no_number");
    const off = this.beyond(value);
    const limit = `${off > 0 ? this.high : off < 0 ? this.low : value} ${this.unit}`.trim();
    if (this.rule.comparison === "EQ") return say("must_be", `${this.low} ${this.unit}`.trim());
    if (!off) return say("must_not_be", limit);
    return say(off > 0 ? "above" : "below", limit);
  }
}

function node(name, attributes, text = "") {
  const made = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text) made.textContent = text;
  return made;
}

function octagon(x, y, size) {
  const mark = node("g", { class: "v-ng", transform: `translate(${x} ${y}) scale(${size / 24})` });
  mark.append(node("path", { class: "fill", d: OCTAGON }), node("path", { class: "cut", d: "M8 8l8 8M16 8l-8 8" }));
  return mark;
}

/** Draw the value being typed into the large band of a row; null clears it. */
export function drawReading(row, limits, value) {
  const spot = row.querySelector("[data-reading]");
  spot?.replaceChildren();
  if (!spot || !Number.isFinite(value)) return;
  const x = Math.min(762, Math.max(22, limits.x(value, 784)));
  if (limits.holds(value)) return spot.append(node("path", { class: "c-tick", d: `M${x} 38v68` }));
  const off = limits.beyond(value);
  if (!off) return spot.append(octagon(x - 22, 50, 44));
  const edge = limits.x(off > 0 ? limits.high : limits.low, 784);
  const middle = Math.min(740, Math.max(44, (x + edge) / 2));
  const shown = String(Number(Math.abs(off).toPrecision(4)));
  spot.append(
    node("path", { class: "over", d: `M${edge} 72H${x}` }),
    octagon(x - 22, 50, 44),
    node("text", { class: "c-txt-ng f16 c-mid", x: middle, y: 32 }, say(off > 0 ? "over" : "under", shown)),
  );
}

/** The tick (or octagon) of a finished step in its small band. */
export function drawSmall(row, limits, value) {
  const band = row.querySelector(".small-band svg");
  if (!band) return;
  band.querySelector("[data-read]")?.remove();
  if (!Number.isFinite(value)) return;
  const x = limits.x(value, 200);
  const mark = limits.holds(value)
    ? node("path", { class: "c-tick", d: `M${x} 1v22` })
    : octagon(Math.min(188, Math.max(12, x)) - 10, 2, 20);
  mark.dataset.read = "";
  band.append(mark);
}
