"""Announced power cuts as a table: read whole or not at all."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mes.kernel.refusals import Malformed

COLUMNS = ("line", "starts", "ends", "mode", "note")
MODES = ("dark", "generator")
LONGEST = timedelta(hours=24)
MOST_ROWS = 2000


@dataclass(frozen=True, slots=True)
class Window:
    """When the grid is announced to be away; `line` empty for the whole plant."""

    line: str
    starts_at: datetime
    ends_at: datetime
    mode: str
    note: str = ""


def check_window(window: Window) -> None:
    """Raise Malformed for an end before its start, or a cut of more than a day."""
    if window.ends_at <= window.starts_at:
        raise Malformed("ends: not after starts")
    if window.ends_at - window.starts_at > LONGEST:
        raise Malformed("ends: more than 24 hours after starts")


def windows_of(text: str, zone: ZoneInfo) -> tuple[list[Window], list[str]]:
    """The rows of a CSV with the columns line, starts, ends, mode, note; and what is wrong with it.

    Times are the plant's own, `2026-11-23 14:00`, unless they carry an offset.
    """
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    names = [name.strip().lower() for name in reader.fieldnames or ()]
    missing = [name for name in COLUMNS[:3] if name not in names]
    if missing:
        return [], [f"row 1: no column {', '.join(missing)}"]
    reader.fieldnames = names
    found: list[Window] = []
    faults: list[str] = []
    for number, row in enumerate(reader, start=2):
        if number > MOST_ROWS + 1:
            return [], [f"more than {MOST_ROWS} rows"]
        try:
            found.append(_window(row, zone))
        except Malformed as fault:
            faults.append(f"row {number}: {fault.facts['fault']}")
    return found, faults


def _window(row: dict[str, str], zone: ZoneInfo) -> Window:
    told = {name: (row.get(name) or "").strip() for name in COLUMNS}
    mode = told["mode"].lower() or "dark"
    if mode not in MODES:
        raise Malformed(f"mode: {mode[:20]} is neither dark nor generator")
    window = Window(
        told["line"][:16],
        _moment(told["starts"], "starts", zone),
        _moment(told["ends"], "ends", zone),
        mode,
        told["note"][:200],
    )
    check_window(window)
    return window


def _moment(text: str, name: str, zone: ZoneInfo) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Malformed(f"{name}: {text[:30]} is no time") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def covered_seconds(
    spans: Sequence[tuple[datetime, datetime]], start: datetime, end: datetime
) -> float:
    """Seconds of `[start, end)` that lie in at least one span: an overlap counts once."""
    total, reached = 0.0, start
    for first, last in sorted(spans):
        first, last = max(first, reached), min(last, end)
        if last > first:
            total += (last - first).total_seconds()
            reached = last
    return total
