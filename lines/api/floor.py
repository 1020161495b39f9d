"""The scans of a station's own screen: the API's actions, for a person's session.

The answers carry what the screen shows beside them: the unit's route, its test, its parts.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from lines.actions.line_input import scan_in
from lines.actions.packing_table import pack_here
from lines.actions.scan import record_scan
from lines.api.asides import with_asides
from lines.api.permissions import check_allowed
from lines.api.scans import scan_of, sender_of
from mes.kernel.refusals import Malformed
from plants.api.callers import Caller, station_for
from plants.api.hot import hot_view
from plants.models import OperationKind

Body = dict[str, Any]
StationAct = Callable[[str, Caller, Body], tuple[int, Body]]
StationView = Callable[[HttpRequest, str], HttpResponse]


def at_station(act: StationAct) -> StationView:
    """A POST view under a station's address; the body must name the same station."""

    def view(request: HttpRequest, code: str) -> HttpResponse:
        return hot_view()(partial(act, code))(request)

    view.csrf_exempt = True  # type: ignore[attr-defined]  # caller_of checks sessions itself
    return view


@at_station
def station_scan(code: str, caller: Caller, body: Body) -> tuple[int, Body]:
    """A unit at a station: it passes, starts, or the answer says why not."""
    scan = scan_of(_same(code, body))
    station = station_for(caller, code)
    check_allowed(caller, station.plant_id, "unit.start")
    act = scan_in if station.kind == OperationKind.START else record_scan
    receipt = act(scan=scan, station=station, sender=sender_of(caller, station), now=timezone.now())
    return receipt.status, with_asides(receipt.answer, scan.identifier, station)


@at_station
def station_pack(code: str, caller: Caller, body: Body) -> tuple[int, Body]:
    """A phone with its box and label at the box station, or a box at the carton station."""
    scan = scan_of(_same(code, body))
    station = station_for(caller, code)
    check_allowed(caller, station.plant_id, "handling_unit.create")
    receipt = pack_here(
        scan=scan, station=station, sender=sender_of(caller, station), now=timezone.now()
    )
    return receipt.status, with_asides(receipt.answer, scan.identifier, station)


def _same(code: str, body: Body) -> Body:
    if body.get("station") != code:
        raise Malformed("station is not the one of the address")
    return body
