// What scripts say, in the page's language: data printed by the server, never code.
const store = document.getElementById("words");
const words = store ? JSON.parse(store.textContent) : {};

/** The word for a key, its %s filled in order; the key itself when nobody translated it. */
export function say(key, ...values) {
  let at = 0;
  return (words[key] ?? key).replace(/%s/g, () => String(values[at++] ?? ""));
}

export const urdu = document.documentElement.lang === "ur";
