"""A change of order on a line: how long it may take, and whether the line is clear."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from mes.kernel.refusals import Refusal

USUAL_MINUTES = 30
"""Planned minutes of a model pair that nobody has set."""


@dataclass(frozen=True, slots=True)
class PairTime:
    """Planned minutes from one model to another; None stands for any model."""

    from_model: int | None
    to_model: int | None
    minutes: int


def planned_minutes(times: Iterable[PairTime], *, from_model: int | None, to_model: int) -> int:
    """The time of the closest pair: both named, then the new model, then the old, then any.

    >>> planned_minutes([PairTime(None, None, 40), PairTime(1, 2, 15)], from_model=1, to_model=2)
    15
    """
    fitting = [
        ((time.to_model is not None) * 2 + (time.from_model is not None), time.minutes)
        for time in times
        if time.from_model in (None, from_model) and time.to_model in (None, to_model)
    ]
    return max(fitting)[1] if fitting else USUAL_MINUTES


def due_at(started_at: datetime, minutes: int) -> datetime:
    """When the countdown reaches zero."""
    return started_at + timedelta(minutes=minutes)


def check_line_clear(
    *, order: str, line: str, left: int, asked: Collection[str], ticked: Collection[str]
) -> None:
    """Refuse `wip_left` with units of other orders on the line, `checklist_open` with a point
    that nobody looked at. Held units and those on the bench are set aside, not left."""
    if left:
        raise Refusal("wip_left", units=left, order=order, line=line)
    if open_ones := set(asked) - set(ticked):
        raise Refusal("checklist_open", items=len(open_ones))
