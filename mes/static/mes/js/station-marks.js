// The station page's two small memories: the last verdict, and the counts of the shift.
import { clock, el, serial, shape } from "./marks.js";
import { say } from "./words.js";

/** The bar under the ready picture: what the last scan was told. */
export function lastVerdict(view) {
  const bar = document.querySelector("[data-last]");
  if (!bar) return;
  const station = el("bdi", "", view.station);
  station.dir = "ltr";
  const words = el("b", "", view.word);
  bar.replaceChildren(
    shape(view.kind, 48),
    el("div", "", serial(view.serial)),
    el("p", "to", words, ...(view.station ? [" → ", station] : []), el("br"),
      el("span", "faint", clock(), view.run ? ` · ${view.run}` : "")),
  );
}

/** OK and NG of the shift; a replay was counted before. */
export function count(kind, replay) {
  const box = document.querySelector("[data-counts]");
  if (!box || replay || !["ok", "ng"].includes(kind)) return;
  box.dataset[kind] = String(Number(box.dataset[kind]) + 1);
  box.replaceChildren(
    ...["ok", "ng"].map((one) => {
      const pair = el("span", "qty",
        el("b", "num", Number(box.dataset[one]).toLocaleString("en-US")), " ", el("bdi", "", say(one)));
      pair.dir = "ltr";
      return pair;
    }),
  );
}
