"""Open calls of a plant as an inbox: whose they are now, and how long they wait."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from lines.models import Escalation, Stop
from lines.queries.stoppages import Stoppage
from plants.models import Role


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
    )
