// <scan-field>: the corner as a scan field. A real focused input (handhelds inject through the
// input method) and a listener on the whole document, both into one buffer.
import { read } from "./codes.js";
import { say } from "./words.js";
import { Wedge } from "./wedge.js";

const AGAIN = 1500; // ms in which the same code is one read: a camera sees it 20 times a second

const typing = (node) => node instanceof Element && node.closest("[data-typing], dialog[open] input");

class ScanField extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector(".wedge");
    this.bar = this.querySelector("[data-scan-bar]");
    this.recent = new Map();
    this.wedge = new Wedge((code) => this.take(code));
    this.stop = new AbortController();
    const on = (target, name, act, more = {}) =>
      target.addEventListener(name, act, { signal: this.stop.signal, ...more });
    on(document, "keydown", (event) => this.keydown(event), { capture: true });
    on(this.input, "input", () => this.injected());
    on(this.input, "focus", () => this.show("ready"));
    on(this.input, "blur", () => setTimeout(() => this.lost(), 150));
    on(document, "pointerdown", () => { this.byHand = true; });
    on(document, "change", ({ target }) => this.chosen(target));
    on(document, "pointerup", (event) => this.refocus(event.target));
    on(document, "visibilitychange", () => document.hidden || this.refocus(document.body));
    on(document, "live:swapped", () => this.refocus(document.activeElement));
    on(document, "close", () => this.refocus(document.body), { capture: true });
    this.input.focus({ preventScroll: true });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  keydown(event) {
    this.byHand = false;
    if (typing(event.target)) return;
    if (event.target instanceof HTMLSelectElement) return;
    const pressing = event.target instanceof Element && event.target.matches("button, a, [type=radio], [type=checkbox]");
    const bare = this.wedge.buffer === "";
    const alone = bare && !this.input.value;
    if (alone && (event.key === "Tab" || (pressing && (event.key === "Enter" || event.key === " ")))) return;
    if (event.key === "Enter" && this.input.value) this.flush(bare);
    if (this.wedge.key(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  injected() {
    const value = this.input.value;
    if (!/[\n\r\t]/.test(value)) return;
    this.input.value = "";
    this.wedge.text(value);
  }

  /** What an input method left in the field; rubbish when keys made a code meanwhile. */
  flush(bare) {
    const value = this.input.value;
    this.input.value = "";
    if (bare) this.wedge.text(value);
  }

  /** A finished code, from whatever source. */
  take(raw, source = "scanner") {
    const found = read(raw);
    const now = performance.now();
    const before = this.recent.get(found.code) ?? -Infinity;
    this.recent.set(found.code, now);
    if (this.recent.size > 40) this.recent.delete(this.recent.keys().next().value);
    if (now - before < AGAIN && found.kind !== "card") {
      this.tick(say("same"));
      return;
    }
    // A digit card may be one of a PIN.
    this.tick(found.code.startsWith("NUM-") ? "•" : found.code.slice(-5));
    const detail = { ...found, raw, source };
    this.dispatchEvent(new CustomEvent("scan", { bubbles: true, detail }));
  }

  tick(text) {
    const spot = this.querySelector("[data-scan-tick]");
    spot.textContent = text;
    clearTimeout(this.clearing);
    this.clearing = setTimeout(() => spot.replaceChildren(), AGAIN);
  }

  refocus(target) {
    if (document.hidden || document.querySelector("dialog[open]") || typing(target)) return;
    if (target instanceof HTMLSelectElement) return;
    queueMicrotask(() => this.input.focus({ preventScroll: true }));
  }

  /** A list chosen by touch would take the next scan for a search in it. */
  chosen(target) {
    if (this.byHand && target instanceof HTMLSelectElement) this.refocus(document.body);
  }

  lost() {
    const elsewhere = document.activeElement;
    if (elsewhere === this.input || typing(elsewhere) || document.querySelector("dialog[open]")) return;
    // Keys still arrive through the document; only a window without focus hears nothing.
    if (!document.hasFocus()) this.show("lost");
  }

  show(state) {
    this.bar.dataset.focus = state;
    const word = this.querySelector("[data-scan-word]");
    this.usual ??= word.textContent;
    word.textContent = state === "lost" ? say("lost") : this.usual;
  }

  /** What the corner asks for now. */
  ask(word, small = "") {
    this.usual = word;
    this.show(this.bar.dataset.focus ?? "ready");
    this.querySelector("[data-scan-small]").textContent = small;
  }

  /** Whether the corner is the scan field at all; another button stands there when not. */
  put(shown) {
    if (!this.querySelector("[data-ack]").hidden) return;
    this.bar.hidden = !shown;
    this.bar.toggleAttribute("data-primary", shown);
  }

  /** The corner becomes the ACK button while a hard stop is on screen. */
  acknowledge(wanted) {
    const button = this.querySelector("[data-ack]");
    button.hidden = !wanted;
    this.bar.hidden = wanted;
    this.bar.toggleAttribute("data-primary", !wanted);
    button.toggleAttribute("data-primary", wanted);
    this.refocus(document.body);
  }
}

customElements.define("scan-field", ScanField);
