// S5, the sheet of a fault: the usual faults as tiles, a search over all of them, a photo.
import { attachment } from "./photos.js";

const SHOWN = 8;
const PHOTO = "fault photo"; // the attachment's name in the record

export class DefectSheet {
  /** save({code, note, location, disposition}, files, secret) when the form is sent: who agrees to scrap. */
  constructor(form, save) {
    this.form = form;
    this.tiles = [...form.querySelectorAll("[data-tiles] .tile")];
    this.usual = form.querySelector("[data-photo-name]").textContent;
    form.querySelector("[data-find-tile]").addEventListener("input", ({ target }) => this.find(target.value));
    form.photo.addEventListener("change", () => this.named());
    this.second = form.querySelector("[data-scrap-two]");
    form.addEventListener("change", ({ target }) => target.name === "disposition" && this.two(target.value));
    // However the sheet closes, nobody's badge and PIN stay in it for the next one at the screen.
    form.closest("dialog").addEventListener("close", () => this.forget());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send(save);
    });
  }

  /** Tiles that hold every word asked for; without any, the most frequent. */
  find(asked) {
    const words = asked.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (tile) => words.every((word) => tile.textContent.toLowerCase().includes(word));
    const found = this.tiles.filter((tile) => fits(tile) || tile.querySelector("input").checked);
    for (const tile of this.tiles) tile.hidden = !found.slice(0, SHOWN).includes(tile);
    this.form.querySelector("[data-none-found]").hidden = found.length > 0;
  }

  /** Scrap asks for a second person: the scanner types into the badge, its Enter asks for the PIN. */
  two(disposition) {
    if (!this.second) return;
    this.second.hidden = disposition !== "scrap";
    const inputs = this.second.querySelectorAll("input");
    for (const input of inputs) input.required = !this.second.hidden;
    if (!this.second.hidden) inputs[0].focus();
  }

  forget() {
    for (const input of this.second?.querySelectorAll("input") ?? []) input.value = "";
  }

  named() {
    this.form.querySelector("[data-photo-name]").textContent = this.form.photo.files[0]?.name ?? this.usual;
    this.say("");
  }

  say(why) {
    const spot = this.form.querySelector("[data-photo-why]");
    spot.textContent = why;
    spot.hidden = !why;
  }

  async send(save) {
    const given = new FormData(this.form);
    const [file] = this.form.photo.files;
    try {
      const files = file ? [await attachment(PHOTO, file)] : [];
      this.form.closest("dialog").close();
      const [note, location, disposition] = ["note", "location", "disposition"].map((name) => given.get(name));
      const second = { badge: given.get("second.badge"), pin: given.get("second.pin") };
      save({ code: given.get("defect") ?? "", note, location, disposition }, files, disposition === "scrap" ? { second } : null);
    } catch (error) {
      this.say(error.message);
    }
  }
}
