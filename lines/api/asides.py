"""What a station's screen needs beside a refusal's sentence: the route, the test, the parts."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from lines.actions.standing import read_standing
from lines.rules.beads import beads
from lines.rules.route import Standing
from plants.queries.facts import route_map
from plants.rules.facts import StationFacts

ROUTE_CODES = frozenset({"out_of_sequence", "gate_missing"})
ASIDES = ROUTE_CODES | {"record_needed", "part_missing"}


def with_asides(answer: dict[str, Any], identifier: str, station: StationFacts) -> dict[str, Any]:
    """The answer, with `route`, `test_url` or `parts` when its code asks for them."""
    code = answer.get("code")
    if code not in ASIDES:
        return answer
    standing = _standing(identifier, station)
    if standing is None:
        return answer
    if code == "record_needed":
        page = reverse("quality:test_entry", args=[station.code])
        test_url = f"{page}?{urlencode({'unit': standing.serial})}"
        return {**answer, "unit": standing.serial, "test_url": test_url}
    route = route_map(standing.route_id)
    if code == "part_missing":
        step = route.at_operation(station.operation_id)
        wanted = [part for part in step.parts if part not in standing.parts] if step else []
        return {**answer, "unit": standing.serial, "parts": wanted}
    return {**answer, "unit": standing.serial, "route": beads(standing, route, station)}


def _standing(identifier: str, station: StationFacts) -> Standing | None:
    reading = read_standing(
        plant_id=station.plant_id,
        station_id=station.id,
        identifier=identifier,
        event_id=None,
    )
    return reading.standing
