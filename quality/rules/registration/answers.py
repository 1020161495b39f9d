"""The regulator's answer for each IMEI, read from a CSV, a TSV or a bare list."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from mes.kernel.refusals import Malformed, Refusal
from quality.rules.imei import DIGITS, luhn

MOST_FAULTS = 100
WORDS = {
    "approved": ("approved", "accepted", "ok", "registered", "whitelist", "compliant", "pass"),
    "duplicate": ("duplicate", "duplicated", "duplicate_large", "already registered"),
    "rejected": (
        "rejected", "refused", "blocked", "stolen", "non-compliant", "non compliant", "invalid",
        "malformed", "gsma_not_found", "local_stolen", "fail", "not_compliant",
    ),
}  # fmt: skip
VERDICTS: Mapping[str, str] = {word: verdict for verdict, ws in WORDS.items() for word in ws}
IMEI_NAMES = ("imei", "approved_imei", "imei_norm", "imeis")
STATUS_NAMES = ("verdict", "status", "result", "answer")
REASON_NAMES = ("reason", "remarks", "note", "comment")


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer: `body` are the 14 digits the register compares."""

    line: int
    body: str
    verdict: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BadLine:
    line: int
    fault: str
    text: str


class BadAnswers(Refusal):
    """The file is refused whole; the answer names up to 100 lines."""

    def __init__(self, faults: list[BadLine]) -> None:
        super().__init__("bad_answers", errors=len(faults), line=faults[0].line)
        self.faults = faults

    def answer(self) -> dict[str, object]:
        named = [
            {"line": f.line, "fault": f.fault, "text": f.text} for f in self.faults[:MOST_FAULTS]
        ]
        return {**super().answer(), "faults": named}


def read_answers(text: str, *, bare: str = "duplicate") -> list[Answered]:
    """Answers in the order of the file. A list of only IMEIs is of duplicates, or of `bare`.

    Refuses BadAnswers for a number that is none, a word nobody knows or two answers for one IMEI.
    """
    rows = _cells(text.removeprefix("\ufeff"))
    if not rows:
        raise Malformed("the file has no line")
    columns = _columns(rows[0][1])
    found: list[Answered] = []
    faults: list[BadLine] = []
    seen: set[str] = set()
    for line, cells in rows if columns is None else rows[1:]:
        one = _answer(line, cells, columns or (0, 1, 2), bare)
        if isinstance(one, Answered) and one.body in seen:
            one = BadLine(line, "repeated", cells[0])
        if isinstance(one, BadLine):
            faults.append(one)
        else:
            seen.add(one.body)
            found.append(one)
    if faults:
        raise BadAnswers(faults)
    return found


def body_of(text: str) -> str:
    """The 14 digits of an IMEI given with or without its check digit; empty when it is none."""
    digits = text.strip()
    if not DIGITS.issuperset(digits) or len(digits) not in (14, 15):
        return ""
    if len(digits) == 15 and luhn(digits[:14]) != int(digits[14]):
        return ""
    return digits[:14]


def _cells(text: str) -> list[tuple[int, list[str]]]:
    first = text.split("\n", 1)[0]
    mark = next((mark for mark in ("\t", ";", ",") if mark in first), ",")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error as error:
        raise Malformed(f"not a table: {error}") from None
    cells = [[cell.strip() for cell in row] for row in rows]
    return [(line, row) for line, row in enumerate(cells, start=1) if any(row)]


def _columns(head: list[str]) -> tuple[int, int, int] | None:
    """Where IMEI, verdict and reason stand; None when the first line is an answer already."""
    if body_of(head[0]) or (head[0] and DIGITS.issuperset(head[0])):
        return None
    names = [cell.casefold() for cell in head]

    def place(known: tuple[str, ...]) -> int:
        return next((names.index(name) for name in known if name in names), -1)

    if (imei := place(IMEI_NAMES)) < 0:
        raise Malformed("the first line names no column imei")
    return imei, place(STATUS_NAMES), place(REASON_NAMES)


def _answer(
    line: int, cells: list[str], columns: tuple[int, int, int], bare: str
) -> Answered | BadLine:
    def cell(place: int) -> str:
        return cells[place] if 0 <= place < len(cells) else ""

    number, word, reason = (cell(place) for place in columns)
    body = body_of(number)
    if not body:
        return BadLine(line, "imei", number[:40])
    verdict = VERDICTS.get(word.casefold(), "") if word else bare
    if not verdict:
        return BadLine(line, "verdict", word[:40])
    return Answered(line, body, verdict, reason[:200])
