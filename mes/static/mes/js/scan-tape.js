// <scan-tape>: the last eight scans, newest first. A late verdict changes its own row only.
import { clock, el, serial, shape } from "./marks.js";
import { say } from "./words.js";

const ROWS = 8;

class ScanTape extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector(".tape");
    this.rows = new Map();
  }

  /** A scan appears at once, dashed: sent, not answered. */
  add(id, code) {
    const row = el("li", "", shape("queued", 36), serial(code, { short: true }), el("span", "t", say("sending")));
    row.dataset.v = "queued";
    this.rows.set(id, row);
    this.list.prepend(row);
    for (const old of [...this.list.children].slice(ROWS)) old.remove();
    if (this.rows.size > 200) this.rows.delete(this.rows.keys().next().value);
  }

  /** A scan that was a question: its answer is another scan. */
  drop(id) {
    this.rows.get(id)?.remove();
    this.rows.delete(id);
  }

  /** The answer to a scan of the tape, or the word that it waits in the tablet. */
  settle(id, kind, word = "") {
    const row = this.rows.get(id);
    if (!row) return;
    row.dataset.v = kind;
    row.firstElementChild?.replaceWith(shape(kind, 36));
    const time = row.querySelector(".t");
    time.replaceChildren(...(word ? [el("b", "", word), "\u00a0 "] : []), clock());
  }
}

customElements.define("scan-tape", ScanTape);
