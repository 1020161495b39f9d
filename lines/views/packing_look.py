"""What the codes in the sockets are: looked up at each scan, before anything is written."""

from collections.abc import Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lines.actions.standing import read_standing
from lines.queries.packing import Found, Passed, found_by, passed_lately
from lines.queries.packing_table import (
    CONFIRMED,
    Table,
    Wanted,
    on_scale,
    stage_of,
    table_of,
    wanted_with,
)
from lines.rules.identifiers import check_identifier
from lines.rules.packing_table import MOST_SCANS, check_imei_label
from lines.rules.route import may_enter
from lines.rules.three_ways import grouped, is_whole, name_of
from mes.kernel.answers import accepted
from mes.kernel.refusals import Refusal
from plants.models import OperationKind
from plants.queries.facts import route_map
from plants.rules.facts import StationFacts

Answer = dict[str, Any]


def look(here: StationFacts, scans: list[str], accessories: Sequence[str] = ()) -> Answer:
    """`sockets` as far as they are filled, `facts` of the phone, and whether all is `complete`.

    `stage` says what comes next: sockets, accessories, weight or ready. A code that nobody knows
    refuses softly and fills no socket. A label of another phone fills its socket `ng` and is
    complete: the event that follows says no, and holds the phone.
    """
    try:
        return _look(here, [scan.strip() for scan in scans[:MOST_SCANS]], accessories)
    except Refusal as refusal:
        return {**refusal.answer(), "complete": False}


def _look(here: StationFacts, scans: list[str], accessories: Sequence[str]) -> Answer:
    phone = _found(here, scans[0])
    if len(scans) == 1:
        _may_come_in(here, phone)
    table = table_of(here, phone)
    groups = grouped(scans, table.known, imeis=phone.imeis, every_slot=table.every_slot)
    sockets = [_socket(here, phone, said, table) for said in groups]
    wrong = any(socket["fill"] == "ng" for socket in sockets)
    at_box = here.kind == OperationKind.BOX
    things = wanted_with(phone, accessories) if at_box else []
    _check_things(things, accessories)
    needed = (3 if phone.imeis else 2) if at_box else 1
    whole = not table.every_slot or is_whole(groups[-1], phone.imeis)
    if at_box and phone.imeis and len(sockets) == 3 and not wrong:
        check_imei_label(groups[2], scans[-1])
    stage = "sockets"
    if len(sockets) >= needed and whole:
        stage = stage_of(here, phone, accessories) if at_box else "ready"
    return {
        **accepted("ready", {"here": here.operation_name, "here_ur": here.operation_name_ur}),
        "sockets": sockets,
        "facts": [_fact(each) for each in passed_lately(phone)],
        "serial": phone.serial,
        "stage": stage,
        "accessories": [_thing(one) for one in things],
        "grams": _grams(here, phone) if stage in ("weight", "ready") and at_box else None,
        "complete": wrong or stage == "ready",
    }


def _found(here: StationFacts, code: str) -> Found:
    found = found_by(here.plant_id, check_identifier(name_of(code)))
    if found is None:
        raise Refusal("unknown_unit", identifier=code[:40])
    return found


def _may_come_in(here: StationFacts, phone: Found) -> None:
    reading = read_standing(
        plant_id=here.plant_id, station_id=here.id, identifier=phone.serial, event_id=None
    )
    if reading.standing is None:
        raise Refusal("unknown_unit", identifier=phone.serial)
    may_enter(reading.standing, route_map(reading.standing.route_id), here)


def _socket(here: StationFacts, phone: Found, said: dict[str, str], table: Table) -> Answer:
    """A socket with whose it is; `ng` when a value is not this phone's, `next` while one lacks."""
    strange = next((v for name, v in said.items() if not table.owns(name, v)), "")
    other = _found(here, strange) if strange else phone
    if strange and other.unit_id == phone.unit_id:
        strange = ""
    missing = table.every_slot and not is_whole(said, phone.imeis)
    fill = "ng" if strange else "next" if missing else "ok"
    return {"fill": fill, "serial": other.serial, "imeis": other.numbers}


def _check_things(things: Sequence[Wanted], said: Sequence[str]) -> None:
    """Refuse `unknown_thing` for a code that is none of the accessories."""
    known = {code for one in things for code in (one.code, one.barcode)} | {CONFIRMED}
    strange = next((code for code in said if code not in known), "")
    if strange:
        raise Refusal("unknown_thing", what="accessory", what_ur="ساتھ کا سامان", no=strange[:40])


def _grams(here: StationFacts, phone: Found) -> str:
    on = on_scale(here.id, (phone.serial, *phone.known.values()))
    return f"{on.grams:g}" if on else ""


def _thing(one: Wanted) -> Answer:
    name = one.name_ur if get_language() == "ur" and one.name_ur else one.name
    return {"code": one.code, "name": name, "scan": one.scan, "done": one.done}


def _fact(passed: Passed) -> Answer:
    name = passed.step.name_ur if get_language() == "ur" else passed.step.name
    text = _("passed %(time)s") % {"time": date_format(localtime(passed.at), "H:i")}
    return {"label": name, "text": f"{text}, {passed.by}" if passed.by else text}
