// The second person at a bench: badge by scan, then the PIN by keys or number cards. It goes into
// the form's own fields and is sent with it; nobody's turn is taken.
const DIGITS = 6;

export class Second {
  /** `wanted` says whether the form, as it stands, needs another person. */
  constructor(form, field, wanted) {
    this.badge = form?.elements.badge ?? form?.elements["second.badge"];
    this.pin = form?.elements.pin ?? form?.elements["second.pin"];
    this.wanted = () => Boolean(this.badge) && wanted();
    // Before the scan field hears it: a PIN is typed digit by digit, and never echoed.
    window.addEventListener("keydown", (event) => {
      if (!this.typing || field.wedge.buffer || event.target.closest?.("[data-typing], select")) return;
      if (!/^\d$/.test(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
      this.press(event.key);
    }, { capture: true });
    this.field = field;
  }

  get typing() {
    return this.wanted() && Boolean(this.badge.value) && this.pin.value.length < DIGITS;
  }

  /** The badge and the whole PIN are there, or nobody else is needed. */
  get ready() {
    return !this.wanted() || (Boolean(this.badge.value) && this.pin.value.length >= 4);
  }

  take(badge) {
    this.badge.value = badge;
    this.pin.value = "";
    this.badge.dispatchEvent(new Event("change", { bubbles: true }));
  }

  press(digit) {
    if (!this.typing) return;
    this.pin.value += digit;
    this.pin.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
