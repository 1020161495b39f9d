// Fetch a part of the page again and put it in place. There is one rendering path: the server's.
const TIMEOUT = 8000;

async function load(url) {
  try {
    const response = await fetch(url, {
      credentials: "same-origin",
      cache: "no-store",
      redirect: "manual",
      headers: { "HX-Request": "true", Accept: "text/html" },
      signal: AbortSignal.timeout(TIMEOUT),
    });
    if (response.type === "opaqueredirect") {
      document.dispatchEvent(new Event("live:signed-out"));
      return null;
    }
    return response.ok ? await response.text() : null;
  } catch {
    return null;
  }
}

/** Pieces outside the fragment that follow it (the corner): copied from its templates. */
function paste(root) {
  for (const piece of root.querySelectorAll("template[data-live-paste]")) {
    const target = document.querySelector(`[data-live-copy="${piece.dataset.livePaste}"]`);
    target?.replaceChildren(piece.content.cloneNode(true));
    if (target && piece.dataset.opens) target.dataset.opens = piece.dataset.opens;
  }
}

/** Somebody fills a form in this part: it stays until they are done. */
const atWork = (host) =>
  host.dataset.keepsForms !== undefined &&
  (host.querySelector("dialog[open]") || (host.contains(document.activeElement) && document.activeElement.matches("input, select, textarea")));

/** True when the host shows what the server says now; the old picture stays otherwise. */
export async function swap(host) {
  const url = host.dataset.liveFragment;
  if (!url) return true;
  if (atWork(host)) return false;
  const html = await load(url);
  if (html === null || !host.isConnected) return false;
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const first = parsed.body.firstElementChild;
  if (!first || atWork(host)) return false;
  const focused = host.contains(document.activeElement) ? document.activeElement.id : "";
  if (first.dataset.liveFragment) host.replaceWith(first);
  else host.replaceChildren(...parsed.body.childNodes);
  paste(first.isConnected ? first : host);
  if (focused) document.getElementById(focused)?.focus();
  document.dispatchEvent(new CustomEvent("live:swapped", { detail: { url } }));
  return true;
}

/** The hero number, with the comma of its own width. */
export function paintGood(line, good) {
  const scope = line ? document.querySelector(`[data-line="${CSS.escape(line)}"]`) : document;
  for (const spot of (scope ?? document).querySelectorAll("[data-live-good]")) {
    if (!scope && line) continue;
    const [head, ...rest] = good.toLocaleString("en-US").split(",");
    spot.replaceChildren(head);
    for (const group of rest) {
      const comma = document.createElement("i");
      comma.className = "sep";
      comma.textContent = ",";
      spot.append(comma, group);
    }
  }
}
