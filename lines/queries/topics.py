"""The lines a board can listen to, by the codes in its address."""

from collections.abc import Sequence
from dataclasses import dataclass

from plants.models import Line, Plant


@dataclass(frozen=True, slots=True)
class LinePlace:
    """A line and the plant whose wall is around it."""

    id: int
    code: str
    plant_id: int
    plant_code: str


def line_places(codes: Sequence[str]) -> dict[str, LinePlace]:
    """Lines by code; a code nobody knows is missing."""
    rows = Line.objects.filter(code__in=codes).values_list("pk", "code", "plant_id", "plant__code")
    return {row[1]: LinePlace(*row) for row in rows}


def plant_id_of(*, line: str = "", plant: str = "") -> int | None:
    """The plant of a line's or a plant's code."""
    if line:
        return Line.objects.filter(code=line).values_list("plant_id", flat=True).first()
    return Plant.objects.filter(code=plant).values_list("pk", flat=True).first()
