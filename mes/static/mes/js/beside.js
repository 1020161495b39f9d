// What is packed beside the phone: the things of the box, and what the scale says.
import { el } from "./marks.js";
import { say } from "./words.js";

export class Beside {
  /** `root` is null at a table that asks for neither. */
  constructor(root) {
    this.root = root;
    this.scale = root?.querySelector("[data-scale]") ?? null;
    this.allThere = document.querySelector("[data-all-there]");
  }

  draw(answer, stage) {
    if (!this.root) return;
    this.root.hidden = stage === "sockets";
    this.root.querySelector("[data-things]").replaceChildren(...(answer?.accessories ?? []).map(thing));
    if (this.scale) {
      this.scale.dataset.fill = stage === "weight" ? "next" : answer?.grams ? "ok" : "";
      this.scale.querySelector("[data-grams]").textContent = answer?.grams || "–";
    }
    if (this.allThere) this.allThere.disabled = stage !== "accessories";
  }
}

function thing(one) {
  const item = el("li", "", one.name, one.scan ? el("small", "", say("scan_it")) : "");
  item.toggleAttribute("data-done", one.done);
  return item;
}
