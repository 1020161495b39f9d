"""What a person lacks at a station, in words."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from plants.queries.facts import StationFacts


def gaps_of(station: StationFacts, *, person_id: int, now: datetime) -> list[str]:
    """Skills of any model that the person has not at the level asked for; none under an override.

    A skill asked for one model only is a gap too: nobody knows which model comes next.
    """
    demands = station.demands
    until = demands.let.get(person_id)
    if until is not None and now < until:
        return []
    day = now.astimezone(ZoneInfo(station.timezone)).date()
    urdu = get_language() == "ur"
    missing = {
        (need.name_ur if urdu else "") or need.name
        for need in demands.needs
        if demands.level_of(person_id, need.skill_id, day) < need.level
    }
    return sorted(missing)
