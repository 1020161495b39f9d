// A step judged on screen as quality/rules/limits.py judges it on the server; one table of
// vectors (tests/quality/judged.json) holds both to the same answers.
const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?$/;
const LONGEST_MATCHED = 200;
const LITERAL = "^$\\.*+?()[]{}|/";
const CLASSES = { d: "\\p{Nd}", D: "\\P{Nd}", n: "\\n", r: "\\r", t: "\\t" };
const WORD = "\\p{L}\\p{N}_";

/** The number a text stands for; NaN when it is none. */
export const number = (text) => (NUMBER.test(text.trim()) ? Number(text) : NaN);

/** Whether a number is good by the rule's comparison; NaN and infinity never are. */
export function within({ comparison = "GELE", low = null, high = null }, value) {
  if (!Number.isFinite(value)) return false;
  if (comparison === "LOG") return true;
  if (comparison === "EQ" || comparison === "NE") return (value === low) === (comparison === "EQ");
  if (low !== null && (value < low || (comparison.startsWith("GT") && value === low))) return false;
  return high === null || value < high || (value === high && comparison.endsWith("LE"));
}

/** An escape of Python's as the browser writes it; undefined for one that means something else. */
function escape(letter, inside) {
  if (letter === "w") return inside ? WORD : `[${WORD}]`;
  if (/[A-Za-z0-9]/.test(letter)) return CLASSES[letter];
  return LITERAL.includes(letter) || (inside && letter === "-") ? `\\${letter}` : letter;
}

/** Python's pattern as this browser reads it; null when only the server can tell. */
function matcher(pattern) {
  let inside = false;
  let known = true;
  const read = pattern.replace(/\\([^])|[[\].]/gu, (found, letter) => {
    if (letter !== undefined) {
      const written = escape(letter, inside);
      known &&= written !== undefined;
      return written ?? "";
    }
    if (found === ".") return inside ? "." : "[^\\n]";
    inside = found === "[";
    return found;
  });
  try {
    return known ? new RegExp(`^(?:${read})$`, "u") : null;
  } catch {
    return null;
  }
}

/** ok, ng, or read: a text whose pattern only the server can try. */
function ofText({ expected = [], pattern = "" }, text) {
  if (expected.includes(text)) return "ok";
  if (!pattern || [...text].length > LONGEST_MATCHED) return "ng";
  const found = matcher(pattern);
  if (!found) return "read";
  return found.test(text) ? "ok" : "ng";
}

const split = (text) => text.split(/[\s,;]+/).filter(Boolean);
const asNumber = (word) => (Number.isFinite(number(word)) ? number(word) : word);

/** The list typed: numbers in a row; with dimensions a line each, its last number the value. */
export function listOf({ dimensions = [] }, text) {
  if (!dimensions.length) return split(text).map(asNumber);
  return text.split("\n").map(split).filter((row) => row.length).map((row) => row.map(asNumber));
}

function ofList(rule, rows) {
  const last = rows.map((row) => (Array.isArray(row) ? row.at(-1) : row));
  return last.every((one) => typeof one === "number" && within(rule, one)) ? "ok" : "ng";
}

/** What was typed, as the record sends it: {state: ok, ng, read or wait, value}. */
export function judged(rule, typed) {
  if (typed === "" || typed === "-") return { state: "wait", value: null };
  if (rule.kind === "boolean") return { state: typed === "1" ? "ok" : "ng", value: Number(typed) };
  if (rule.kind === "text") return { state: ofText(rule, typed), value: typed };
  if (rule.kind === "array") {
    const rows = listOf(rule, typed);
    return rows.length ? { state: ofList(rule, rows), value: rows } : { state: "wait", value: null };
  }
  const value = number(typed);
  return { state: within(rule, value) ? "ok" : "ng", value: Number.isFinite(value) ? value : typed };
}
