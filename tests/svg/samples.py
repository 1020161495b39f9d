"""A line's morning: one good hour, one missed, one running, one to come."""

from datetime import UTC, datetime

from lines.rules.now import HourRow, StationNode
from mes.svg import Glide


def _hour(hour: int, plan: int, due: int, good: int, phase: str) -> HourRow:
    return HourRow(datetime(2026, 11, 21, hour, tzinfo=UTC), plan, due, good, phase, 0)


HOURS = (
    _hour(8, 360, 360, 352, "closed"),
    _hour(9, 360, 360, 291, "closed"),
    _hour(10, 360, 18, 18, "now"),
    _hour(11, 270, 0, 0, "later"),
)
NODES = (
    StationNode("SEMI", 0),
    StationNode("CPL", 83, "stopped"),
    StationNode("CURR", 0, "starved"),
)
GLIDE = Glide(
    days=365,
    months=[(1, "Jan"), (32, "Feb")],
    target=[(0, 0), (365, 2_700_000)],
    made=[(0, 0), (325, 2_214_380)],
    should=2_394_234,
    goal=2_700_000,
    forecast=2_510_000,
    forecast_low=2_470_000,
    forecast_high=2_530_000,
    closed_label="Sat 21 Nov",
)
