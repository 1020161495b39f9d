// The test plan on screen: which step is being measured, its value as typed, and what it means.
import { drawReading, drawSmall, Limits } from "./limit-scale.js";
import { shape } from "./marks.js";
import { say } from "./words.js";

export class Steps {
  constructor(list, changed) {
    this.rows = [...list.querySelectorAll("[data-seq]")];
    this.typed = new Map();
    this.changed = changed;
    list.addEventListener("click", (event) => {
      const row = event.target.closest("[data-seq]");
      const answer = event.target.closest("[data-answer]")?.dataset.answer;
      if (answer !== undefined) this.answer(row, answer);
      else if (row) this.open(row);
    });
    this.open(this.rows[0]);
  }

  numeric = (row) => row.dataset.kind === "numeric";

  value(row) {
    const text = this.typed.get(row) ?? "";
    const value = Number(text);
    return text === "" || text === "-" || Number.isNaN(value) ? null : value;
  }

  /** ok, ng or wait, by the limits. */
  state(row) {
    const value = this.value(row);
    if (value === null) return "wait";
    if (!this.numeric(row)) return value === 1 ? "ok" : "ng";
    return new Limits(row).beyond(value) ? "ng" : "ok";
  }

  open(row) {
    for (const one of this.rows) {
      one.classList.toggle("active", one === row);
      this.draw(one);
    }
    this.current = row ?? null;
    row?.scrollIntoView({ block: "nearest" });
    this.changed();
  }

  next() {
    const rest = this.rows.slice(this.rows.indexOf(this.current) + 1);
    this.open([...rest, ...this.rows].find((row) => this.state(row) === "wait") ?? this.current);
  }

  answer(row, text) {
    this.typed.set(row, text);
    this.current = row;
    if (text === "1") this.next();
    else this.open(row);
  }

  press(key) {
    const row = this.current;
    if (!row || !this.numeric(row)) return;
    const was = this.typed.get(row) ?? "";
    let now = was;
    if (key === "erase") now = was.slice(0, -1);
    else if (key === "sign") now = was.startsWith("-") ? was.slice(1) : `-${was}`;
    else if (key === "." ? !was.includes(".") : was.length < 9) now = was + key;
    this.set(now);
  }

  set(text) {
    this.typed.set(this.current, text);
    this.draw(this.current);
    this.changed();
  }

  draw(row) {
    const value = this.value(row);
    const state = this.state(row);
    row.dataset.s = state;
    row.querySelector(".mark-now").replaceChildren(shape(state === "wait" ? "todo" : state, 32));
    if (!this.numeric(row)) {
      for (const button of row.querySelectorAll("[data-answer]")) {
        button.setAttribute("aria-pressed", String(button.dataset.answer === this.typed.get(row)));
      }
      row.querySelector(".val").textContent = value === null ? "" : say(value ? "passed_yes" : "failed_no");
      return;
    }
    const limits = new Limits(row);
    row.querySelector(".val").textContent = value === null ? "" : `${this.typed.get(row)} ${limits.unit}`;
    drawReading(row, limits, value);
    if (value !== null) drawSmall(row, limits, value);
  }

  get wrong() {
    return this.rows.filter((row) => this.state(row) === "ng");
  }

  /** Numbers still to measure; a yes-or-no step left open is answered by PASS itself. */
  get missing() {
    return this.rows.filter((row) => this.numeric(row) && this.state(row) === "wait");
  }

  /** A text step that is right has its expected text. */
  spoken(row, value) {
    if (row.dataset.kind !== "text" || value === null) return value;
    return value === 1 ? row.dataset.expected : "NG";
  }

  /** As the test record wants them; ``passing`` answers the open yes-or-no steps with yes. */
  measurements(passing) {
    return this.rows
      .map((row) => ({ row, value: this.value(row) ?? (passing && !this.numeric(row) ? 1 : null) }))
      .map(({ row, value }) => ({ name: row.dataset.name, value: this.spoken(row, value) }))
      .filter(({ value }) => value !== null);
  }
}
