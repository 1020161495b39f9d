// Cards that set a field of a form: SET-METHOD-REPLACE chooses "replace" in the field "method",
// SET-BOARD says that the next code belongs into the field "board".
const plain = (text) => text.toUpperCase().replace(/[^0-9A-Z]+/g, "-").replace(/^-|-$/g, "");

/** What of the form's field has this value, as a list or as radios; undefined when nothing has. */
function choices(control) {
  if (control instanceof HTMLSelectElement) return [...control.options];
  return control instanceof RadioNodeList ? [...control] : [];
}

/** The name as the event's target needs it: the control that was set, or null. */
export function choose(form, name, value) {
  const control = form?.elements[name];
  const found = control && choices(control).find((one) => one.value && plain(one.value) === plain(value));
  if (!found) return null;
  if (found instanceof HTMLOptionElement) found.selected = true;
  else found.checked = true;
  const set = found instanceof HTMLOptionElement ? control : found;
  set.dispatchEvent(new Event("change", { bubbles: true }));
  return set;
}

/** The form, the field's name and the value that a SET card means; null for other cards. */
export function meaning(code, forms) {
  const [, name, value = ""] = /^SET-([A-Z]+)(?:-(.+))?$/.exec(code) ?? [];
  const field = name?.toLowerCase();
  const form = field && forms.find((one) => one.elements[field]);
  return form ? { form, field, value } : null;
}

/** The first field that still keeps the form from being sent, by its label; empty when none does. */
export function missing(form) {
  const wrong = [...form.elements].find((one) => one.willValidate && !one.checkValidity());
  return wrong ? (wrong.labels?.[0]?.textContent ?? wrong.name).trim() : "";
}
