// Taking turns at a shared tablet: a colleague who is signed in here needs only the badge, anybody
// else also the PIN.
import { csrf, secrets } from "./send.js";

export async function takeTurn(badge) {
  const { pathname, search } = window.location;
  const next = pathname + search;
  const turned = await fetch("/switch/", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrf() },
    body: JSON.stringify({ badge, next }),
  }).then((response) => response.ok, () => null);
  if (turned !== null) secrets.clear(); // a page in the browser's memory keeps its own
  if (turned) return window.location.reload();
  if (turned === null) return undefined; // no server: nobody can be proved, the page stays
  const station = document.querySelector("[data-veil]")?.dataset.station ?? "";
  return window.location.assign(`/sign-in/?${new URLSearchParams({ station, badge, next })}`);
}
