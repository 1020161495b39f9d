// From the server's answer to one of five verdicts. Soft ones are cleared by the next scan; hard
// ones stay until somebody acknowledges them.
import { say, urdu } from "./words.js";

const HOLDS = new Set(["on_hold", "needs_review", "station_blocked", "line_not_cleared"]);
const SOFT = new Set([
  "unknown_unit", "already_passed", "invalid_identifier", "duplicate_identifier", "malformed",
  "unknown_station", "unknown_thing", "too_large", "event_id_reused", "part_in_use",
]);

const REPEATS = new Set(["already_passed", "duplicate_identifier", "part_in_use", "event_id_reused"]);

/** ok, ng, dup or hold. `unknown_unit` and its kin are questions, not faults of the phone. */
export function kindOf(answer) {
  if (answer.verdict === "ok") return "ok";
  if (answer.verdict === "duplicate") return "dup";
  if (answer.verdict === "hold" || HOLDS.has(answer.code)) return "hold";
  return SOFT.has(answer.code) ? "dup" : "ng";
}

export const isHard = (kind) => kind === "ng" || kind === "hold";

function runOf({ run, attempt = run, max_attempts: most }) {
  if (!attempt || (attempt === 1 && !most)) return "";
  return most ? say("run", attempt, most) : say("run_n", attempt);
}

/** The word of a tape row: nothing for a plain yes. */
function shortly(kind, code) {
  if (kind === "ok") return "";
  if (kind === "dup") return say(REPEATS.has(code) || !code ? "repeat" : "unknown_also");
  return urdu || !code ? say(`${kind}_also`) : code.replaceAll("_", " ");
}

/** Everything a panel shows of an answer, in the page's language. */
export function shown(answer, scanned = "") {
  const kind = answer.kind ?? kindOf(answer);
  const repeat = kind !== "dup" || REPEATS.has(answer.code) || answer.verdict === "duplicate";
  return {
    kind,
    word: say(repeat ? kind : "unknown"),
    also: say(repeat ? `${kind}_also` : "unknown_also"),
    serial: answer.serial || answer.unit || scanned,
    why: (urdu && answer.detail_ur) || answer.detail || "",
    next: (urdu && answer.next_ur) || answer.next || "",
    code: answer.code ?? "",
    short: shortly(kind, answer.code ?? ""),
    station: answer.next_step ?? answer.next_station ?? "",
    run: runOf(answer),
    route: answer.route ?? [],
  };
}

/** Saved in the tablet, no answer yet: never green, never a no. */
export const savedNotChecked = (serial) => ({
  kind: "queued", serial, detail: say("queued_why"), next: say("queued_do"),
});

/** The station may not work without the server. */
export const blocked = (serial) => ({
  kind: "queued", code: "offline", serial, detail: say("blocked_why"), next: say("blocked_do"),
});

/** A code that cannot be one: caught before the network. */
export const misread = (serial, problem) => ({
  kind: "dup", code: "invalid_identifier", serial, detail: say(problem), next: "",
});
