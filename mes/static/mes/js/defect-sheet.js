// S5, the sheet of a fault: the usual faults as tiles, a search over all of them, a photo.
import { attachment } from "./photos.js";

const SHOWN = 8;
const PHOTO = "fault photo"; // the attachment's name in the record

export class DefectSheet {
  /** save({code, note, location, disposition}, files) when the form is sent. */
  constructor(form, save) {
    this.form = form;
    this.tiles = [...form.querySelectorAll("[data-tiles] .tile")];
    this.usual = form.querySelector("[data-photo-name]").textContent;
    form.querySelector("[data-find-tile]").addEventListener("input", ({ target }) => this.find(target.value));
    form.photo.addEventListener("change", () => this.named());
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
      save({ code: given.get("defect") ?? "", note, location, disposition }, files);
    } catch (error) {
      this.say(error.message);
    }
  }
}
