// L5: a call that nobody has answered yet is heard once, when it comes.
import { sound } from "../sounds.js";

const open = () => [...document.querySelectorAll("[data-call]:not([data-coming])")].map((row) => row.dataset.call);
const heard = new Set(open());

document.addEventListener("live:swapped", () => {
  const fresh = open().filter((no) => !heard.has(no));
  for (const no of fresh) heard.add(no);
  if (fresh.length) sound("dup");
});
