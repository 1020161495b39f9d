// <hold-button>: what cannot be taken back is held for 0.8 s, by finger or key; then it clicks.
const LONG = 800;

class HoldButton extends HTMLElement {
  connectedCallback() {
    this.button = this.querySelector("button");
    const begin = (event) => {
      if (event.repeat || (event.type === "keydown" && !["Enter", " "].includes(event.key))) return;
      this.dataset.holding = "";
      this.timer = setTimeout(() => this.fire(), LONG);
    };
    const end = () => {
      delete this.dataset.holding;
      clearTimeout(this.timer);
    };
    for (const name of ["pointerdown", "keydown"]) this.button.addEventListener(name, begin);
    for (const name of ["pointerup", "pointerleave", "pointercancel", "keyup", "blur"]) {
      this.button.addEventListener(name, end);
    }
    this.button.addEventListener("click", (event) => {
      if (!this.held) event.preventDefault();
      this.held = false;
    });
  }

  fire() {
    delete this.dataset.holding;
    this.held = true;
    this.button.click();
  }
}

customElements.define("hold-button", HoldButton);
