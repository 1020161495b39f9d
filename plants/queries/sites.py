"""Lines and stations by their codes."""

from plants.models import Line, Station


def line_stations(line_id: int) -> list[tuple[str, str]]:
    """Code and name of the line's active stations, in process order."""
    rows = Station.objects.filter(line_id=line_id, active=True).select_related("operation")
    return [(row.code, row.name or row.operation.name) for row in rows]


def line_ids_of(plant_ids: list[int]) -> list[int]:
    """The active lines of the plants."""
    rows = Line.objects.filter(plant_id__in=plant_ids, active=True)
    return list(rows.values_list("pk", flat=True))
