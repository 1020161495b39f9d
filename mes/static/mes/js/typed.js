/** What is typed on the sheet is taken as a scan is. */
export function takesTyped(field) {
  document.querySelector("[data-type-form]").addEventListener("submit", (event) => {
    event.preventDefault();
    event.target.closest("dialog").close();
    field.take(event.target.code.value, "typed");
    event.target.reset();
  });
}
