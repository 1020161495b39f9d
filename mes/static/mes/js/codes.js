// What a scanned string may be. Mis-reads are caught here, before the network, in any state.
const DIGITS = /[\u06F0-\u06F9\u0660-\u0669]/g;

/** Urdu and Arabic digits as 0–9, spaces and control characters gone, upper case. */
export function fold(raw) {
  return raw
    .replace(DIGITS, (digit) => String(digit.charCodeAt(0) & 0x0f))
    .replace(/[\u0000-\u001f\u200b-\u200f\u202a-\u202e\u2066-\u2069\s]/g, "")
    .toUpperCase();
}

/** The check digit of an IMEI (3GPP TS 23.003): doubles every second digit from the right. */
export function luhn(digits) {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i]) * (i % 2 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}

const CARDS = /^(PASS|ACK|UNDO|BREAK|LOGOUT|FAIL(?:-[A-Z0-9-]{1,24})?|NUM-\d|SET-[A-Z]+(?:-[A-Z0-9-]{1,40})?)$/;

/** {kind, code, problem}: kind card, badge, imei or serial; problem is a word key or empty. */
export function read(raw) {
  const code = fold(raw);
  if (CARDS.test(code)) return { kind: "card", code, problem: "" };
  if (/^B-\d{3,8}-[0-9A-Z]$/.test(code)) return { kind: "badge", code, problem: "" };
  if (!/^[0-9A-Z][0-9A-Z:./_-]*$/.test(code)) return { kind: "serial", code, problem: "bad_code" };
  if (code.length < 5 || code.length > 64) return { kind: "serial", code, problem: "bad_length" };
  if (/^\d{15}$/.test(code)) {
    return { kind: "imei", code, problem: luhn(code) ? "" : "bad_luhn" };
  }
  return { kind: "serial", code, problem: "" };
}
