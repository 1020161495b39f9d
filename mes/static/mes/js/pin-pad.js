// <pin-pad>: digits by glass, keys or number cards. The PIN is never stored and never shown.
import { el } from "./marks.js";
import { say } from "./words.js";

class PinPad extends HTMLElement {
  connectedCallback() {
    this.digits = Number(this.dataset.digits) || 6;
    this.value = "";
    this.dots = this.querySelector(".dots");
    this.addEventListener("click", (event) => {
      const key = event.target.closest("[data-key]")?.dataset.key;
      if (key) this.press(key);
    });
    this.draw();
  }

  press(key) {
    if (key === "clear") this.value = "";
    else if (key === "erase") this.value = this.value.slice(0, -1);
    else if (/^\d$/.test(key) && this.value.length < this.digits) this.value += key;
    this.draw();
    const full = this.value.length === this.digits;
    this.dispatchEvent(new CustomEvent("pin", { bubbles: true, detail: { value: this.value, full } }));
  }

  clear() {
    this.press("clear");
  }

  draw() {
    this.dots.setAttribute("aria-label", say("digits", this.value.length));
    this.dots.replaceChildren(
      ...Array.from({ length: this.digits }, (_, i) => el("i", i < this.value.length ? "" : "none")),
    );
  }
}

customElements.define("pin-pad", PinPad);
