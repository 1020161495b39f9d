// <outbox-pill>: four words, always in the header: Live, Checking, Offline (n saved), n need
// attention. Its sheet lists what waits, oldest first.
import { clock, el, serial, shape } from "./marks.js";
import { outbox } from "./outbox.js";
import { handButton } from "./outbox-hand.js";
import { say } from "./words.js";

const ASK = 7000; // ms

class OutboxPill extends HTMLElement {
  connectedCallback() {
    this.button = this.querySelector(".pill");
    this.linked = null;
    outbox.addEventListener("counts", () => this.draw());
    outbox.addEventListener("signed_out", () => this.say("attention", say("signed_out")));
    document.addEventListener("live:state", ({ detail }) => {
      this.linked = detail.open;
      if (!detail.open) this.ask();
      this.draw();
    });
    this.button.addEventListener("click", () => this.list());
    document.querySelector("[data-outbox-try]")?.addEventListener("click", async () => {
      await outbox.retryAll();
      this.list();
    });
    outbox.recount().then(() => outbox.drain()).catch(() => this.say("attention", say("offline")));
    setInterval(() => this.linked === true && document.body.dataset.wsPath ? null : this.ask(), ASK);
    if (!document.body.dataset.wsPath) this.ask();
    this.draw();
  }

  /** Without a socket (none wanted, or broken) ask whether the server is there at all. */
  async ask() {
    const there = await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(4000) })
      .then((response) => response.ok, () => false);
    const back = there && !outbox.reachable;
    if (!document.body.dataset.wsPath) this.linked = there;
    outbox.reach(there);
    if (back) outbox.drain();
    this.draw();
  }

  draw() {
    const { waiting, attention } = outbox.counts;
    if (attention) return this.say("attention", say("attention_n", attention));
    if (!outbox.reachable) {
      return this.say("offline", waiting ? say("offline_n", waiting) : say("offline"));
    }
    if (waiting || !this.linked || !outbox.counted) return this.say("checking", say("state_checking"));
    return this.say("live", say("live"));
  }

  say(state, text) {
    this.button.dataset.net = state;
    this.button.textContent = text;
  }

  async list() {
    const rows = await outbox.rows();
    const empty = document.querySelector("[data-outbox-empty]");
    const list = document.querySelector("[data-outbox-list]");
    if (!list) return;
    empty.hidden = rows.length > 0;
    list.replaceChildren(
      ...rows.map((row) =>
        el(
          "li", "",
          shape(row.state === "attention" ? "dup" : "queued", 32),
          serial(row.serial || row.body.event_id.slice(-8)),
          el("span", "", row.why || row.station),
          clock(new Date(row.made)),
          row.state === "attention" ? handButton(row, say("hand_over"), () => this.list()) : null,
        ),
      ),
    );
  }
}

customElements.define("outbox-pill", OutboxPill);
