/** A full carton is closed before anything else: the corner says so. */
export function carton(field) {
  const button = document.querySelector("[data-close-corner]");
  const open = document.querySelector("aside.carton");
  const early = document.querySelector("[data-partial]");
  if (!button) return;
  field.put(!open.dataset.full);
  button.hidden = !open.dataset.full;
  button.toggleAttribute("data-primary", Boolean(open.dataset.full));
  early.disabled = !open.dataset.no || Boolean(open.dataset.full);
  document.querySelector("[data-carton-no]").value = open.dataset.no;
}

/** PASS closes a carton that is full, as its button does; false while it is not. */
export function closeFull() {
  const button = document.querySelector("[data-close-corner]");
  if (!button || button.hidden) return false;
  button.form.requestSubmit();
  return true;
}
