"""A station's page: its order and pace, and what its shift did so far."""

from datetime import datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lines.queries.line_facts import LineFacts, lines_at
from lines.queries.tape import StationShift, counts_of, tape_of
from lines.rules.screens import StationPage
from plants.models import OfflinePolicy, OperationKind, Station
from plants.queries.shifts import ShiftFacts
from plants.rules.facts import StationFacts

SHORTLY = timedelta(hours=12)
"""How far a tape goes back where no shift runs."""
KINDS = {OperationKind.TEST: "test", OperationKind.BOX: "pack", OperationKind.CARTON: "pack"}
NEED_THE_SERVER = frozenset(OperationKind.values) - {OperationKind.MOVE}
"""Only a plain move may be saved in the tablet and checked later."""


def station_page(*, station: StationFacts, moment: datetime, tape: bool = True) -> StationPage:
    """The screen of the station at `moment`; without `tape` only its pace."""
    (line,) = lines_at([station.line_id], moment)
    shift = line.shift
    here = StationShift(
        line=station.line_id,
        station=station.id,
        shift=shift.id if shift else 0,
        since=shift.start if shift else moment - SHORTLY,
    )
    counts = counts_of(here)
    twins = _twins(station)
    return StationPage(
        code=station.code,
        name=operation_name(station),
        line=station.line_code,
        model=line.order.model if line.order else "",
        order=line.order.no if line.order else "",
        kit=line.order.kit if line.order else "",
        kind=KINDS.get(OperationKind(station.kind), "scan"),
        policy=_policy(station),
        passed=counts.good,
        should=_share(shift.should_be(moment), twins) if shift else 0,
        target=_share(shift.target, twins) if shift else 0,
        target_at=_ends(shift),
        ok=counts.good,
        ng=counts.ng,
        tape=tape_of(here) if tape else (),
        missing=_missing(line),
    )


def operation_name(station: StationFacts) -> str:
    """The station's own name, else its operation's in the reader's language."""
    if get_language() == "ur":
        return station.operation_name_ur or station.operation_name
    return station.operation_name


def _policy(station: StationFacts) -> str:
    strict = station.offline_policy == OfflinePolicy.BLOCK or station.kind in NEED_THE_SERVER
    return "block" if strict else "log"


def _twins(station: StationFacts) -> int:
    """Stations that share the operation's work."""
    alike = Station.objects.filter(
        line_id=station.line_id, operation_id=station.operation_id, active=True
    )
    return max(1, alike.count())


def _share(units: int, twins: int) -> int:
    return round(units / twins)


def _ends(shift: ShiftFacts | None) -> datetime | None:
    return shift.end.astimezone(shift.zone) if shift and shift.target else None


def _missing(line: LineFacts) -> str:
    return "" if line.order else _("No order on this line")
