// Dialogs and small duties of every page, by attribute, so that no page carries script.
const GUARD = 400; // ms in which a second tap on the same submit is the first one again

async function refresh(sheet) {
  const url = sheet.dataset.refresh;
  if (!url) return;
  const html = await fetch(url, { headers: { "HX-Request": "true" }, redirect: "error" })
    .then((response) => (response.ok ? response.text() : ""), () => "");
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("dialog");
  if (fresh && sheet.open) sheet.replaceChildren(...fresh.childNodes);
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  const sheet = opener && document.getElementById(opener.dataset.opens);
  if (sheet instanceof HTMLDialogElement && !sheet.open) {
    sheet.showModal();
    refresh(sheet);
  }
  event.target.closest("[data-closes]")?.closest("dialog")?.close();
  if (event.target.closest("[data-print]")) window.print();
});

document.addEventListener("submit", (event) => {
  const now = performance.now();
  const form = event.target;
  if (now - (form.sentAt ?? -GUARD) < GUARD) event.preventDefault();
  form.sentAt = now;
});

document.addEventListener("change", (event) => {
  event.target.closest("form[data-submit-on-change]")?.requestSubmit();
});

document.addEventListener("live:signed-out", () => {
  if (!document.body.classList.contains("board")) window.location.reload();
});
