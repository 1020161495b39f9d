// A step's answer in words, and the answer as the keypad makes it.
import { judged, number } from "./judging.js";
import { Limits } from "./limit-scale.js";
import { say } from "./words.js";

const LONGEST_NUMBER = 9;

/** A text or a list after one more key: a digit, `.`, erase, sign, or more (the next number). */
export function keyed(was, key) {
  const start = Math.max(was.lastIndexOf(" "), was.lastIndexOf("\n")) + 1;
  const [head, last] = [was.slice(0, start), was.slice(start)];
  if (key === "erase") return was.slice(0, -1);
  if (key === "sign") return head + (last.startsWith("-") ? last.slice(1) : `-${last}`);
  if (key === "more") return last ? `${was} ` : was;
  const fits = key === "." ? !last.includes(".") : last.length < LONGEST_NUMBER;
  return fits ? was + key : was;
}

/** What was given, in the row's last column. */
export function shown(rule, typed, file, unit) {
  if (file) return `${file.file} · ${Math.ceil(file.size / 1024)} KB`;
  const { state, value } = judged(rule, typed);
  if (state === "wait") return "";
  if (rule.kind === "boolean") return say(value ? "passed_yes" : "failed_no");
  if (rule.kind === "array") return say("numbers", value.length);
  return `${typed} ${unit}`.trim();
}

/** What is wrong with an answer; empty when nothing is, or nothing was given. */
export function whyNot(rule, typed, unit) {
  const { state, value } = judged(rule, typed);
  if (state !== "ng") return "";
  const limits = new Limits(rule, unit);
  if (rule.kind === "numeric") return limits.why(number(typed));
  if (rule.kind === "text") return say("not_as_expected");
  if (rule.kind !== "array") return "";
  const last = value.map((one) => (Array.isArray(one) ? one.at(-1) : one));
  return last.map((one) => limits.why(Number(one))).find(Boolean) ?? "";
}
