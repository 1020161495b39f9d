// <verdict-panel>: the answer fills the main column. Same grid in every verdict, so that the eye
// never searches; it does not change under the reader.
import { el, icon, serial, shape } from "./marks.js";
import { sound } from "./sounds.js";
import { isHard, shown } from "./verdicts.js";
import { say, urdu } from "./words.js";

const OK_STAYS = 1500;
const NG_REPEATS = 4000;

function beads(route) {
  const list = el("ol", "route");
  for (const step of route.slice(0, 5)) {
    const state = step.state === "done" ? "done" : step.state === "missing" ? "miss" : "";
    const inside = state === "done" ? icon("check") : state ? null : icon("cross", 22);
    list.append(el("li", "", el("span", `bead ${state}`.trim(), inside), el("bdi", "", step.code)));
  }
  return list;
}

function draw(view) {
  const panel = el("section", "verdict");
  panel.dataset.v = view.kind;
  panel.setAttribute("role", isHard(view.kind) ? "alert" : "status");
  const word = el("b", view.word.length > 9 ? "long" : "", view.word);
  if (/^[\x20-\x7e]+$/.test(view.word)) word.lang = "en";
  const also = urdu && /[\u0600-\u06ff]/.test(view.also) ? el("span", "nastaliq", view.also) : null;
  const mark = shape(view.kind, 112, view.kind === "queued" ? "v-queued" : "v-cut");
  panel.append(
    el("div", "verdict-word", mark, word, also),
    serial(view.serial, { cls: "serial verdict-serial" }),
    el("p", "verdict-why", view.why || view.run),
    view.route.length ? beads(view.route) : el("span"),
  );
  const what = view.next || (view.station ? say("next_station", view.station) : "");
  const sign = view.kind === "ok" && !view.next ? "go" : "tray";
  if (what) panel.append(el("p", "verdict-do", icon(sign, 44), el("span", "", what)));
  return panel;
}

class VerdictPanel extends HTMLElement {
  connectedCallback() {
    this.idle = this.querySelector("[data-idle]");
    this.panel = null;
    this.queue = [];
  }

  get hard() {
    return this.panel !== null && isHard(this.kind);
  }

  /** Show an answer. A hard stop on screen stays; another hard one waits behind it. */
  show(answer, scanned) {
    const view = shown(answer, scanned);
    if (this.hard) {
      if (isHard(view.kind)) this.queue.push([answer, scanned]);
      return;
    }
    this.clear();
    this.kind = view.kind;
    this.panel = draw(view);
    this.idle.hidden = true;
    this.append(this.panel);
    sound(view.kind);
    if (isHard(view.kind)) {
      if (view.kind === "ng") this.ringing = setInterval(sound, NG_REPEATS, "ng");
      document.querySelector("scan-field")?.acknowledge(true);
    } else if (view.kind === "ok" || view.kind === "queued") {
      this.closing = setTimeout(() => this.clear(), OK_STAYS);
    }
    this.dispatchEvent(new CustomEvent("verdict", { bubbles: true, detail: view }));
  }

  /** Somebody has seen it, by button or by card. */
  acknowledge() {
    if (!this.hard) return;
    const was = this.kind;
    this.clear();
    document.querySelector("scan-field")?.acknowledge(false);
    this.dispatchEvent(new CustomEvent("acknowledged", { bubbles: true, detail: { kind: was } }));
    const next = this.queue.shift();
    if (next) this.show(...next);
  }

  /** Back to ready; a soft verdict goes by itself with the next scan. */
  clear() {
    clearTimeout(this.closing);
    clearInterval(this.ringing);
    this.panel?.remove();
    this.panel = null;
    this.idle.hidden = false;
  }
}

customElements.define("verdict-panel", VerdictPanel);
