"""How much of the year's target is made, for the page of the day."""

import time
from dataclasses import dataclass
from datetime import date

from mes.reports.queries.year_facts import today_of, year_facts
from plants.models import Plant
from plants.rules.glide import should_be

BELIEVED_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class YearShare:
    """Per cent of the year's target made, and due, by the last closed day."""

    made: float
    should: float


_kept: dict[tuple[int, date], tuple[float, YearShare | None]] = {}


def forget_year_shares() -> None:
    """Ask the database at the next question; for tests."""
    _kept.clear()


def year_share(plant: Plant) -> YearShare | None:
    """None without a target. It moves when a day closes, so it is believed for a minute."""
    today = today_of(plant)
    now = time.monotonic()
    kept = _kept.get((plant.pk, today))
    if kept is not None and kept[0] > now:
        return kept[1]
    facts = year_facts(plant=plant, year=today.year, model="", today=today)
    share = None
    if facts.target:
        due = should_be(facts.path, facts.closed)
        share = YearShare(100 * facts.closed_made() / facts.target, 100 * due / facts.target)
    if len(_kept) > 100:
        _kept.clear()
    _kept[plant.pk, today] = (now + BELIEVED_SECONDS, share)
    return share
