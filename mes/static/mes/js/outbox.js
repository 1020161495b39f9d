// Nothing sent is lost: every event is stored before it is sent, sent in order with one in
// flight, and removed only when the server has answered. A refusal to read it waits for a person.
import { uuid7 } from "./ids.js";
import { post, secrets } from "./send.js";
import * as store from "./store.js";
import { say } from "./words.js";

export const LATE_AFTER = 4000; // ms without an answer until the operator is freed
const MOST_WAITING = 200;
const LONGEST_WAIT = 60 * 60_000;
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30_000;

// Who is signed in on this page. A page that outlived its session cannot send for the next person:
// its CSRF token ended with the session.
const { person = "", personName = "" } = document.body.dataset;

/** A scan is booked on whom the session names, so it is sent under its own person's only. */
const anothers = (record) => Boolean(record.person) && record.person !== person;

class Outbox extends EventTarget {
  constructor() {
    super();
    this.counts = { waiting: 0, attention: 0, oldest: 0 };
    this.counted = false; // nobody may say Live before the tablet's memory was read
    this.reachable = true;
    this.pause = FIRST_PAUSE;
    for (const name of ["online", "focus"]) window.addEventListener(name, () => this.drain());
    document.addEventListener("live:open", () => this.drain());
    document.addEventListener("visibilitychange", () => document.hidden || this.drain());
  }

  /** True while another scan may be taken: the tablet's memory is not a second plant. */
  get open() {
    const age = this.counts.oldest ? Date.now() - this.counts.oldest : 0;
    return this.counts.waiting < MOST_WAITING && age < LONGEST_WAIT;
  }

  /** Store an event, then send. Answers the record with its event_id. `secret` is sent, not stored. */
  async put({ station, url, body, serial = "", secret = null }) {
    const made = Date.now();
    const at = new Date(made).toISOString();
    const record = {
      station, url, serial, made, person, personName, tries: 0, state: "waiting", why: "",
      body: { event_id: uuid7(made), at, ...body },
    };
    if (secret) secrets.set(record.body.event_id, secret);
    record.n = await store.add(record);
    await this.recount();
    this.drain();
    return record;
  }

  /** Send what waits of this person. Two tabs never drain at once; a call while draining is harmless. */
  async drain() {
    clearTimeout(this.timer);
    if (this.draining) return;
    this.draining = true;
    try {
      const run = () => this.run();
      await (navigator.locks ? navigator.locks.request("karkhana-outbox", run) : run());
    } finally {
      this.draining = false;
    }
    await this.recount();
  }

  async run() {
    for (;;) {
      const record = (await store.all()).find((one) => one.state === "waiting" && !anothers(one));
      if (!record) return;
      if (!(await this.sendOne(record))) return;
    }
  }

  /** True when the next one may be sent. */
  async sendOne(record) {
    const late = Date.now() - record.made > LATE_AFTER;
    const { fate, status, answer } = await post(record.url, { ...record.body, ...(late && { late }) });
    this.reach(fate !== "retry" || answer?.code === "conflict");
    if (fate === "answered") {
      await store.remove(record.n);
      this.pause = FIRST_PAUSE;
      this.tell("answered", { record, answer, late: Date.now() - record.made > LATE_AFTER });
      await this.recount();
      return true;
    }
    if (fate === "attention") {
      const why = answer?.detail ?? `HTTP ${status}`;
      await store.put({ ...record, state: "attention", why });
      this.tell("attention", { record, why });
      // The person at the screen sees the refusal at once; the record stays all the same.
      if (answer?.verdict) this.tell("answered", { record, answer, late });
      return true;
    }
    await store.put({ ...record, tries: record.tries + 1 });
    if (fate === "signed_out") this.tell("signed_out", {});
    else this.later();
    return false;
  }

  later() {
    const wait = this.pause * (0.5 + Math.random());
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    this.timer = setTimeout(() => this.drain(), wait);
  }

  /** Put what needed attention back into the queue, after a person looked at it. */
  async retryAll() {
    for (const record of await store.all()) {
      if (record.state === "attention") await store.put({ ...record, state: "waiting", why: "" });
    }
    this.pause = FIRST_PAUSE;
    await this.drain();
  }

  /** Everything kept; another person's record needs attention until that person signs in. */
  async rows() {
    return (await store.all()).map((row) =>
      anothers(row)
        ? { ...row, state: "attention", why: say("scanned_by", row.personName, row.personName) }
        : row,
    );
  }

  async recount() {
    const rows = await this.rows();
    const waiting = rows.filter((row) => row.state === "waiting");
    const counts = {
      waiting: waiting.length,
      attention: rows.length - waiting.length,
      oldest: waiting[0]?.made ?? 0,
    };
    this.counts = counts;
    this.counted = true;
    this.tell("counts", counts);
  }

  reach(yes) {
    if (yes === this.reachable) return;
    this.reachable = yes;
    this.tell("counts", this.counts);
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

export const outbox = new Outbox();
