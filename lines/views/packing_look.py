"""What the codes in the sockets are: looked up at each scan, before anything is written."""

from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lines.actions.standing import read_standing
from lines.queries.packing import Found, Passed, found_by, passed_lately
from lines.rules.identifiers import check_identifier
from lines.rules.packing_table import check_sockets
from lines.rules.route import may_enter
from mes.kernel.answers import accepted
from mes.kernel.refusals import Refusal
from plants.models import OperationKind
from plants.queries.facts import route_map
from plants.rules.facts import StationFacts

Answer = dict[str, Any]


def look(here: StationFacts, scans: list[str]) -> Answer:
    """`sockets` as far as they are filled, `facts` of the phone, and whether all is `complete`.

    A code that nobody knows refuses softly and fills no socket. A label of another phone fills its
    socket `ng` and is complete: the event that follows says no, and holds the phone.
    """
    try:
        return _look(here, [scan.strip() for scan in scans[:4]])
    except Refusal as refusal:
        return {**refusal.answer(), "complete": False}


def _look(here: StationFacts, scans: list[str]) -> Answer:
    phone = _found(here, scans[0])
    if len(scans) == 1:
        _may_come_in(here, phone)
    sockets = [_socket(phone, fill="ok")]
    for code in scans[1:]:
        other = _found(here, code)
        same = other.unit_id == phone.unit_id
        sockets.append(_socket(other, fill="ok" if same else "ng"))
    wrong = any(socket["fill"] == "ng" for socket in sockets)
    at_box = here.kind == OperationKind.BOX
    needed = (3 if phone.imeis else 2) if at_box else 1
    if at_box and len(scans) == 3 and not wrong:
        check_sockets(phone.known, scans[1:], imeis=phone.imeis)
    return {
        **accepted("ready", {"here": here.operation_name, "here_ur": here.operation_name_ur}),
        "sockets": sockets,
        "facts": [_fact(each) for each in passed_lately(phone)],
        "serial": phone.serial,
        "complete": wrong or len(scans) >= needed,
    }


def _found(here: StationFacts, code: str) -> Found:
    found = found_by(here.plant_id, check_identifier(code))
    if found is None:
        raise Refusal("unknown_unit", identifier=code)
    return found


def _may_come_in(here: StationFacts, phone: Found) -> None:
    reading = read_standing(
        plant_id=here.plant_id, station_id=here.id, identifier=phone.serial, event_id=None
    )
    if reading.standing is None:
        raise Refusal("unknown_unit", identifier=phone.serial)
    may_enter(reading.standing, route_map(reading.standing.route_id), here)


def _socket(found: Found, *, fill: str) -> Answer:
    return {"fill": fill, "serial": found.serial, "imeis": found.numbers}


def _fact(passed: Passed) -> Answer:
    name = passed.step.name_ur if get_language() == "ur" else passed.step.name
    text = _("passed %(time)s") % {"time": date_format(localtime(passed.at), "H:i")}
    return {"label": name, "text": f"{text}, {passed.by}" if passed.by else text}
