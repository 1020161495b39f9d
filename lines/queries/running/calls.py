"""Open calls of a plant as an inbox: whose they are now, and how long they wait."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from lines.models import Escalation, Stop
from lines.queries.stoppages import Stoppage
from plants.models import Role

GROWS = (300, 900)
"""Seconds after which a call on the wall is drawn larger."""


@dataclass(frozen=True, slots=True)
class InboxRow:
    """`level` is how far the call was told up, `told` the roles; `mine` it was told to the reader
    or answered by them."""

    no: str
    line: str
    place: str
    kind: str
    text: str
    caller: str
    coming: str
    halts: bool
    since: datetime
    level: int
    told: tuple[str, ...]
    mine: bool
    group: str
    explained: bool


def inbox(*, plant_id: int, person_id: int, roles: Collection[str]) -> list[InboxRow]:
    """Mine first, then the oldest; two statements."""
    rows = (
        Stop.objects.filter(plant_id=plant_id, ended_at=None)
        .select_related("line", "station__operation", "reason", "raised_by", "acknowledged_by")
        .order_by("started_at", "no")
    )
    stops = list(rows)
    reached: dict[object, list[Escalation]] = {}
    for one in Escalation.objects.filter(stop__in=stops).order_by("level"):
        reached.setdefault(one.stop_id, []).append(one)
    found = [_row(stop, reached.get(stop.pk, []), person_id, roles) for stop in stops]
    return sorted(found, key=lambda row: (not row.mine, row.since))


@dataclass(frozen=True, slots=True)
class BoardCall:
    """A call on the wall; `age` 0 to 2: it is drawn larger after five and after fifteen minutes."""

    row: InboxRow
    age: int


def on_the_wall(*, plant_id: int, moment: datetime) -> list[BoardCall]:
    """Open calls of the plant, the oldest first."""
    rows = sorted(inbox(plant_id=plant_id, person_id=0, roles=()), key=lambda row: row.since)
    waited = [(moment - row.since).total_seconds() for row in rows]
    return [
        BoardCall(row, sum(seconds >= limit for limit in GROWS))
        for row, seconds in zip(rows, waited, strict=True)
    ]


def _row(stop: Stop, reached: list[Escalation], person_id: int, roles: Collection[str]) -> InboxRow:
    call = Stoppage(stop).call()
    told = tuple(str(Role(one.role).label) for one in reached)
    mine = stop.acknowledged_by_id == person_id or any(one.role in roles for one in reached)
    return InboxRow(
        no=stop.no,
        line=stop.line.code,
        place=call.station,
        kind=call.kind,
        text=call.text,
        caller=call.caller,
        coming=call.coming,
        halts=stop.halts,
        since=stop.started_at,
        level=max((one.level for one in reached), default=0),
        told=told,
        mine=mine,
        group=stop.group,
        explained=stop.reason_id is not None,
    )
