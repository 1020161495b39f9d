// Parts that a step binds by scan: the unit was scanned, its parts follow, then all go as one event.
import { say } from "./words.js";

export class Parts extends EventTarget {
  constructor(field) {
    super();
    this.field = field;
    this.leave();
  }

  /** Ask for the parts of these positions; `before` are those already in hand. */
  ask(serial, positions, before) {
    this.serial = serial;
    this.bound = [...before];
    const held = new Set(this.bound.map((part) => part.position));
    this.left = positions.filter((position) => !held.has(position));
    this.say();
  }

  /** The position that is asked for now. */
  get wanted() {
    return this.left[0];
  }

  take(code) {
    this.bound.push({ position: this.left.shift(), serial: code });
    if (this.wanted) return this.say();
    const detail = { serial: this.serial, bound: this.bound };
    this.leave();
    return this.dispatchEvent(new CustomEvent("complete", { detail }));
  }

  leave() {
    this.left = [];
    this.bound = [];
    this.field.ask(say("ready"), say("scanner"));
  }

  say() {
    this.field.ask(say("scan_part", this.wanted), say("for_unit", this.serial));
  }
}
