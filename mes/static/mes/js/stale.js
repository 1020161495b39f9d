// Old data looks old: outlined after 25 s, and after five minutes only the sentence is left.
import { say } from "./words.js";

const STALE = 25_000;
const GONE = 5 * 60_000;

export class Staleness {
  constructor() {
    this.last = performance.now();
  }

  fresh() {
    this.last = performance.now();
  }

  /** Marks the body, so that the stylesheet does the rest. */
  show() {
    const shown = document.querySelector("[data-as-of]");
    if (!shown) return;
    const age = performance.now() - this.last;
    if (age < STALE) {
      delete document.body.dataset.stale;
      return;
    }
    document.body.dataset.stale = age < GONE ? "old" : "gone";
    const zone = document.documentElement.dataset.tz || undefined;
    const since = new Date(shown.dataset.asOf).toLocaleTimeString("en-GB", {
      hour: "2-digit", minute: "2-digit", timeZone: zone,
    });
    for (const note of document.querySelectorAll(".stale-note")) {
      const text = say("no_data", since);
      if (note.textContent !== text) note.textContent = text;
    }
  }
}
