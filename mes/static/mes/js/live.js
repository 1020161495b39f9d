// One socket a page. Frames only hint: the fragment is refetched, at most once a second, and the
// newest count repainted at once. A gap in the sequence means refetch, never trust.
import { paintGood, swap } from "./fragments.js";
import { Staleness } from "./stale.js";

const EVERY = 1000; // ms between two refetches
const OLDEST = 10_000; // ms until a figure is asked for again without any frame
const SILENT = 25_000; // ms without a ping until the socket is given up
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;

class Live {
  constructor(path, port) {
    this.path = path;
    this.port = port;
    this.seen = new Map();
    this.pause = FIRST_PAUSE;
    this.heard = performance.now();
    this.fetched = -Infinity;
    this.staleness = new Staleness();
  }

  start() {
    if (this.path) this.connect();
    setInterval(() => this.beat(), 1000);
    document.addEventListener("live:refetch", () => this.hint());
  }

  connect() {
    const { protocol, hostname, port } = window.location;
    const at = this.port || port;
    const scheme = protocol === "https:" ? "wss:" : "ws:";
    this.socket = new WebSocket(`${scheme}//${hostname}${at ? `:${at}` : ""}${this.path}`);
    this.heard = performance.now();
    this.socket.onopen = () => {
      this.pause = FIRST_PAUSE;
      this.tell(true);
      this.hint();
    };
    this.socket.onmessage = ({ data }) => this.frame(data);
    this.socket.onclose = () => {
      this.tell(false);
      setTimeout(() => this.connect(), this.pause * (0.5 + Math.random()));
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    };
  }

  frame(data) {
    this.heard = performance.now();
    let message;
    try {
      message = JSON.parse(data);
    } catch {
      return;
    }
    if (message.type === "ping") return;
    const line = message.line ?? "";
    const last = this.seen.get(line);
    this.seen.set(line, { epoch: message.epoch, seq: message.seq });
    const follows = last?.epoch === message.epoch && message.seq === last.seq + 1;
    if (follows && Number.isInteger(message.good)) paintGood(line, message.good);
    document.dispatchEvent(new CustomEvent("live:frame", { detail: message }));
    this.hint();
  }

  /** Something changed: refetch now, or at the end of the running second. */
  hint() {
    if (this.timer) return;
    const wait = Math.max(0, this.fetched + EVERY - performance.now());
    this.timer = setTimeout(() => this.refetch(), wait);
  }

  async refetch() {
    this.fetched = performance.now();
    const done = await Promise.all(
      [...document.querySelectorAll("[data-live-fragment]")].map((host) => swap(host)),
    );
    this.timer = null;
    if (done.length && done.every(Boolean)) this.staleness.fresh();
    this.staleness.show();
  }

  beat() {
    const now = performance.now();
    const open = this.socket?.readyState === WebSocket.OPEN;
    if (open && now - this.heard > SILENT) this.socket.close();
    const due = open || !this.path ? OLDEST : OLDEST / 2;
    if (!document.hidden && now - this.fetched > due) this.hint();
    this.staleness.show();
  }

  tell(open) {
    if (open) document.dispatchEvent(new Event("live:open"));
    document.dispatchEvent(new CustomEvent("live:state", { detail: { open } }));
  }
}

const { wsPath = "", wsPort = "" } = document.body.dataset;
if (wsPath || document.querySelector("[data-live-fragment]")) new Live(wsPath, wsPort).start();
