"""Which of the panel's shapes an answer gets; `verdicts.js` draws by the same sets."""

HOLDS = frozenset({"on_hold", "needs_review", "station_blocked", "line_not_cleared"})
SOFT = frozenset(
    {
        "unknown_unit", "already_passed", "invalid_identifier", "duplicate_identifier", "malformed",
        "unknown_station", "too_large", "event_id_reused", "part_in_use",
    }
)  # fmt: skip
"""Questions of the scan, not faults of the phone."""
REPEATS = frozenset({"already_passed", "duplicate_identifier", "part_in_use", "event_id_reused"})
QUESTIONS = frozenset({"record_needed", "part_missing"})
"""Answers that open the next screen; they are no verdict on the phone."""


def kind_of(verdict: str, code: str) -> str:
    """ok, ng, dup or hold.

    >>> kind_of("refused", "out_of_sequence"), kind_of("refused", "unknown_unit")
    ('ng', 'dup')
    """
    if verdict == "ok":
        return "ok"
    if verdict == "duplicate":
        return "dup"
    if verdict == "hold" or code in HOLDS:
        return "hold"
    return "dup" if code in SOFT else "ng"


def seen_before(code: str) -> bool:
    """Whether an amber answer means a repeat rather than something unknown."""
    return code in REPEATS or code not in SOFT
