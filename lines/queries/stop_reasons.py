"""Why a line stands, at two levels: six kinds, and at most eight reasons of each."""

from dataclasses import dataclass

from lines.models import StopGroup, StopReason
from lines.queries.stoppages import reason_name

MOST = 8


@dataclass(frozen=True, slots=True)
class ReasonGroup:
    """A kind of stop with the reasons a sheet offers for it, by code."""

    code: str
    label: str
    reasons: tuple[tuple[str, str], ...]


def reasons_by_group() -> list[ReasonGroup]:
    """The kinds in the order of the sheet, those without a reason too; one statement."""
    found: dict[str, list[tuple[str, str]]] = {group: [] for group in StopGroup.values}
    for row in StopReason.objects.filter(active=True).order_by("code"):
        found[row.group].append((row.code, reason_name(row)))
    return [
        ReasonGroup(group, str(StopGroup(group).label), tuple(rows[:MOST]))
        for group, rows in found.items()
    ]


def reason_in(group: str, code: str) -> str:
    """The reason when it is one of the kind; a tile of another kind, touched before, is none."""
    rows = StopReason.objects.filter(code=code, group=group, active=True)
    return code if code and rows.exists() else ""
