"""The shift report: its figures as plain JSON, what makes a revision, and the sentence on top."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from lines.rules.now import HourRow, LineNow, Loss

Figures = dict[str, Any]


def figures_of(line: LineNow) -> Figures:
    """The part of the report that the board knows; times in ISO 8601 of the plant."""
    return {
        "line": line.code,
        "model": line.model,
        "order": line.order,
        "shift": line.shift,
        "start": line.shift_start.isoformat() if line.shift_start else None,
        "end": line.shift_end.isoformat() if line.shift_end else None,
        "target": line.target,
        "good": line.good,
        "gap": line.good - line.target,
        "ng": line.ng,
        "first_pass": _rounded(line.first_pass),
        "silent": line.good == 0 and line.first_pass is None,
        "hours": [_hour(hour) for hour in line.hours],
        "losses": [_loss(loss) for loss in line.losses],
        "unexplained_hours": sum(1 for hour in line.hours if hour.needs_reason),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _hour(hour: HourRow) -> Figures:
    return {
        "start": hour.start.isoformat(),
        "plan": hour.plan,
        "good": hour.good,
        "gap": hour.good - hour.plan,
        "reasons": [{"text": reason.text, "units": reason.units} for reason in hour.reasons],
        "note": hour.note,
    }


def _loss(loss: Loss) -> Figures:
    return {
        "place": loss.station,
        "cause": loss.cause,
        "units": loss.units,
        "minutes": loss.minutes,
    }


def basis_of(figures: Mapping[str, Any]) -> bytes:
    """16 bytes over what the shift did: another value is another revision."""
    text = json.dumps(figures, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).digest()[:16]


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
    """What a revision says first: the plain numbers that moved, from and to."""
    names = ("good", "ng", "target", "unexplained_hours", "late")
    return {
        name: (before.get(name, 0), after.get(name, 0))
        for name in names
        if before.get(name, 0) != after.get(name, 0)
    }
