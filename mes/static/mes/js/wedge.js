// A scanner that types: keys go into one buffer, and only Enter or Tab ends a code. Nothing is
// split by time: a soft keyboard popping up delays keys and would cut a code in two.
const STRAY = 300; // ms after which a lone key, pressed by hand, is forgotten

const US = { Minus: "-", Period: ".", Slash: "/", Semicolon: ";", Equal: "=", Space: " " };

/** The character of a key. Other keyboard layouts (Urdu, French) are read by physical position. */
export function character(event) {
  if (event.key.length === 1 && event.key.charCodeAt(0) < 128) return event.key;
  const code = event.code ?? "";
  if (/^Key[A-Z]$/.test(code)) return code[3];
  if (/^(Digit|Numpad)\d$/.test(code)) return code.at(-1);
  if (code === "Semicolon" && event.shiftKey) return ":";
  return US[code] ?? (event.key.length === 1 ? event.key : "");
}

export class Wedge {
  /** done(code) is called with each finished code. */
  constructor(done) {
    this.done = done;
    this.buffer = "";
    this.last = 0;
  }

  /** True when the key belonged to a scan and must go nowhere else. */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.isComposing || event.keyCode === 229) return false;
    if (event.key === "Enter" || event.key === "Tab") return this.end();
    const text = character(event);
    if (!text) return false;
    if (this.buffer.length === 1 && event.timeStamp - this.last > STRAY) this.buffer = "";
    this.last = event.timeStamp;
    this.buffer += text;
    return true;
  }

  /** Text an input method put into the field at once, perhaps with its own line end. */
  text(value) {
    const parts = value.split(/[\n\r\t]/);
    this.buffer += parts[0];
    for (const part of parts.slice(1)) {
      this.end();
      this.buffer = part;
    }
  }

  end() {
    const code = this.buffer;
    this.buffer = "";
    if (code.length < 2) return code.length > 0;
    this.done(code);
    return true;
  }
}
