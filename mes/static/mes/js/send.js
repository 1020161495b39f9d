// One POST to the server, and what its answer means for the record that waits.
const TIMEOUT = 20_000;
// Refusals at the door: the server keeps no row of them, so the record must not leave the tablet.
const UNKEPT = new Set(["unknown_station", "token_scope", "not_allowed", "too_large"]);

/** By event id: what is sent with a body and stored nowhere, a second person's PIN. */
export const secrets = new Map();

export const csrf = () => document.querySelector('meta[name="csrf"]')?.content ?? "";

/** {fate, answer, status}: fate answered, retry, signed_out or attention. */
export async function post(url, body) {
  let response;
  try {
    response = await fetch(url, {
      method: "POST",
      credentials: "same-origin",
      redirect: "manual",
      headers: {
        "Content-Type": "application/json",
        Accept: "application/json",
        "X-CSRFToken": csrf(),
      },
      body: JSON.stringify({ ...body, ...secrets.get(body.event_id) }),
      signal: AbortSignal.timeout(TIMEOUT),
    });
  } catch {
    return { fate: "retry", status: 0, answer: null };
  }
  const { status } = response;
  if (response.type === "opaqueredirect" || status === 401) {
    return { fate: "signed_out", status: 401, answer: null };
  }
  const answer = await response.json().catch(() => null);
  if (answer?.code === "screen_locked") return { fate: "signed_out", status, answer };
  if (answer?.code === "conflict") return { fate: "retry", status, answer };
  // An undo that is refused changes nothing, and its answer is on the screen: nothing is lost.
  if (UNKEPT.has(answer?.code) && !body.undoes) {
    secrets.delete(body.event_id); // whoever looks at it signs anew
    return { fate: "attention", status, answer };
  }
  if (answer?.verdict && status < 500) {
    secrets.delete(body.event_id);
    return { fate: "answered", status, answer };
  }
  if (status >= 500 || status === 408 || status === 429) return { fate: "retry", status, answer };
  secrets.delete(body.event_id);
  return { fate: "attention", status, answer };
}

const PATIENCE = 120_000;

/** A form with a file, the answer or null when none came. */
export async function postForm(url, body) {
  const response = await fetch(url, {
    method: "POST",
    redirect: "manual",
    headers: { Accept: "application/json", "X-CSRFToken": csrf() },
    body,
    signal: AbortSignal.timeout(PATIENCE),
  }).catch(() => null);
  return response?.json().catch(() => null) ?? null;
}
