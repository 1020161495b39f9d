// Sockets: things that must agree, side by side; a joint between two says whether they do.
import { el, icon, imei, serial, shape } from "./marks.js";

const blank = () => el("span", "blank");

export class Sockets {
  constructor(root) {
    this.all = [...root.querySelectorAll(".socket")];
    this.joints = [...root.querySelectorAll(".joint")];
  }

  title = (i) => this.all[i]?.dataset.title ?? "";

  /** Show what was seen so far: `{fill: ok, ng or next, serial, imeis}` in order. */
  draw(seen) {
    this.all.forEach((socket, i) => {
      this.fill(socket, seen[i], seen[i]?.fill ?? (i === seen.length ? "next" : "empty"));
    });
    this.joints.forEach((joint, i) => {
      const [one, other] = [seen[i], seen[i + 1]];
      const both = one && one.fill !== "next" && other && other.fill !== "next";
      const bad = both && other.fill === "ng";
      joint.toggleAttribute("data-open", !both);
      joint.toggleAttribute("data-bad", Boolean(bad));
      const mark = icon(bad ? "cross" : both ? "check" : "scan", both ? 20 : 18);
      joint.firstElementChild.replaceChildren(mark);
    });
  }

  fill(socket, found, state) {
    socket.dataset.fill = state;
    const mark = ["ok", "ng"].includes(state) ? shape(state, 36) : icon("scan", 36);
    socket.querySelector("[data-socket-mark]").replaceChildren(mark);
    const name = socket.querySelector("[data-socket-serial]");
    name?.replaceChildren(found?.serial ? serial(found.serial) : blank());
    socket.querySelectorAll("[data-socket-imei]").forEach((spot, i) => {
      spot.replaceChildren(found?.imeis?.[i] ? imei(found.imeis[i]) : blank());
    });
  }
}
