// Undo is a new event, never a deletion: the same person has 30 s, and sees which unit it is.
import { serial } from "./marks.js";
import { outbox } from "./outbox.js";

const SECONDS = 30;

export class Undo {
  constructor(url, station) {
    this.url = url;
    this.station = station;
    this.button = document.querySelector("[data-undo]");
    this.button?.addEventListener("click", () => this.run());
    setInterval(() => this.draw(), 1000);
  }

  offer(record) {
    this.record = record;
    this.until = Date.now() + SECONDS * 1000;
    this.draw();
  }

  draw() {
    if (!this.button) return;
    const left = this.record ? Math.ceil((this.until - Date.now()) / 1000) : 0;
    this.button.disabled = left <= 0;
    const named = left > 0 ? [serial(this.record.serial, { short: true })] : [];
    this.button.querySelector("[data-undo-serial]").replaceChildren(...named);
    this.button.querySelector("[data-undo-left]").textContent = left > 0 ? `${left} s` : "";
    if (left <= 0) this.record = null;
  }

  async run() {
    if (!this.record || !this.url) return;
    const { body, serial: code } = this.record;
    this.record = null;
    this.draw();
    await outbox.put({
      station: this.station, url: this.url, serial: code,
      body: { station: this.station, identifier: code, undoes: body.event_id },
    });
  }
}
