// The test plan on screen: which step is being measured, what was given, and what it means.
import { judged, number } from "./judging.js";
import { drawReading, drawSmall, Limits } from "./limit-scale.js";
import { shape } from "./marks.js";
import { attachment } from "./photos.js";
import { keyed, shown, whyNot } from "./step-words.js";

const TAKES_KEYS = ["numeric", "array"];
const LONGEST_LIST = 8000;

export class Steps {
  /** changed(why) after each change; heard(text) is true for a card scanned into a field. */
  constructor(list, changed, heard) {
    this.rows = [...list.querySelectorAll("[data-seq]")];
    this.rules = new Map(this.rows.map((row) => [row, JSON.parse(row.dataset.rule)]));
    this.typed = new Map();
    this.files = new Map();
    this.changed = changed;
    list.addEventListener("click", ({ target }) => {
      const row = target.closest("[data-seq]");
      const answer = target.closest("[data-answer]")?.dataset.answer;
      if (answer !== undefined) this.answer(row, answer);
      else if (row && row !== this.current) this.open(row);
    });
    list.addEventListener("input", ({ target }) => target.matches("[data-typed]") && this.set(target.value));
    list.addEventListener("keydown", (event) => this.entered(event, heard));
    list.addEventListener("change", ({ target }) => target.type === "file" && this.take(target));
    this.open(this.rows[0]);
  }

  kind = (row) => this.rules.get(row).kind;
  numeric = (row) => this.kind(row) === "numeric";
  limits = (row) => new Limits(this.rules.get(row), row.dataset.unit);

  text = (row) => this.typed.get(row) ?? "";
  read = (row) => judged(this.rules.get(row), this.text(row).trim());

  /** ok, ng or wait by the rule; read when only the server can tell. */
  state(row) {
    if (this.kind(row) === "file") return this.files.has(row) ? "ok" : "wait";
    return this.read(row).state;
  }

  open(row) {
    this.current = row ?? null;
    for (const one of this.rows) {
      one.classList.toggle("active", one === row);
      this.draw(one);
    }
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
    if (this.state(row) === "ok") this.next();
    else this.open(row);
  }

  /** Enter in a field of a step: a card or this phone again, else on to the next step. */
  entered(event, heard) {
    if (event.key !== "Enter" || !event.target.matches("[data-typed]")) return;
    const before = event.target.value.split("\n");
    if (heard(before.at(-1))) {
      this.set(before.slice(0, -1).join("\n"));
      event.target.value = this.text(this.current);
    } else if (event.target instanceof HTMLTextAreaElement) return;
    else this.next();
    event.preventDefault();
  }

  async take(input) {
    const row = input.closest("[data-seq]");
    const [file] = input.files;
    input.value = "";
    if (!file) return;
    try {
      this.files.set(row, await attachment(row.dataset.name, file));
      this.current = row;
      this.next();
    } catch (error) {
      this.changed(error.message);
    }
  }

  press(key) {
    if (TAKES_KEYS.includes(this.current && this.kind(this.current))) this.set(keyed(this.text(this.current), key));
  }

  /** A number that was scanned: the value, or the next of a list. */
  scanned(text) {
    if (this.kind(this.current) === "array") this.set(`${this.text(this.current)}${text} `);
    else if (this.kind(this.current) !== "file") this.set(text);
  }

  set(text) {
    this.typed.set(this.current, text.slice(0, LONGEST_LIST));
    this.draw(this.current);
    this.changed();
  }

  draw(row) {
    const state = this.state(row);
    row.dataset.s = state;
    row.querySelector(".mark-now").replaceChildren(shape(state === "wait" || state === "read" ? "todo" : state, 32));
    row.querySelector(".val").textContent = this.shown(row);
    for (const button of row.querySelectorAll("[data-answer]")) {
      button.setAttribute("aria-pressed", String(button.dataset.answer === this.typed.get(row)));
    }
    const field = row.querySelector("[data-typed]");
    if (field && field !== document.activeElement) field.value = this.text(row);
    const name = row.querySelector("[data-file-name]");
    if (name) name.textContent = this.shown(row);
    if (!this.numeric(row)) return;
    const value = state === "wait" ? null : number(this.typed.get(row));
    drawReading(row, this.limits(row), value);
    drawSmall(row, this.limits(row), value);
  }

  shown = (row) => shown(this.rules.get(row), this.text(row).trim(), this.files.get(row), row.dataset.unit);
  why = (row) => whyNot(this.rules.get(row), this.text(row).trim(), row.dataset.unit);

  get wrong() {
    return this.rows.filter((row) => this.state(row) === "ng");
  }

  /** Still to be given; a yes-or-no step left open is answered by PASS itself. */
  get missing() {
    return this.rows.filter((row) => this.kind(row) !== "boolean" && this.state(row) === "wait");
  }

  /** As the test record wants them; ``passing`` answers the open yes-or-no steps with yes. */
  measurements(passing) {
    return this.rows
      .map((row) => ({ row, value: this.read(row).value ?? (passing && this.kind(row) === "boolean" ? 1 : null) }))
      .filter(({ row, value }) => value !== null && this.kind(row) !== "file")
      .map(({ row, value }) => ({ name: row.dataset.name, value }));
  }
}
