"""The packing tables' screens: phone, box and label become a boxed phone; a box fills a carton."""

from datetime import datetime

from lines.actions.boxing import Boxing, Mismatch, box_unit
from lines.actions.boxing_checks import known_of
from lines.actions.carton_scans import Packing, add_to_carton
from lines.actions.cartons import open_carton
from lines.actions.scan import Scan, refused
from lines.actions.standing import Visit
from lines.actions.told_once import told_once
from lines.actions.weighing import rule_of
from lines.models import HandlingKind, HandlingState, HandlingUnit, Identifier, Unit
from lines.rules.answers import passed_answer
from lines.rules.packing_table import accessories_of, evidence_of, scans_of
from lines.rules.three_ways import name_of
from mes.kernel.clock import stamp
from mes.kernel.receipts import Receipt
from mes.kernel.refusals import Refusal
from mes.kernel.refused import Sender, keep_refusal
from plants.models import OperationKind
from plants.queries.facts import StationFacts, route_map


def pack_here(*, scan: Scan, station: StationFacts, sender: Sender, now: datetime) -> Receipt:
    """At a box station pack the phone of `scans`; at a carton station put its box into the carton
    that is open here, opening one when none is. Once for the event id.
    """
    scans = scans_of(scan.body)
    when = stamp(received_at=now, device_at=scan.event.at, offset=scan.event.offset)
    visit = Visit(station, sender, when)
    if station.kind == OperationKind.BOX:
        return told_once(scan=scan, visit=visit, act=lambda: _box(scan, scans, visit))
    return told_once(scan=scan, visit=visit, act=lambda: _into_carton(scan, visit))


def _box(scan: Scan, codes: tuple[str, ...], visit: Visit) -> Receipt:
    unit = _unit(scan.identifier, visit.station.plant_id)
    evidence = evidence_of(
        codes,
        known_of(unit),
        imeis=unit.variant.model.imei_count,
        every_slot=rule_of(visit.station.line_id).every_slot,
    )
    boxing = Boxing(
        scan.event.event_id,
        scan.body_hash,
        unit.serial,
        evidence,
        accessories_of(scan.body),
    )
    made = box_unit(boxing=boxing, visit=visit)
    if isinstance(made, Mismatch):
        refusal = Refusal("read_back_mismatch", slot=_SOCKETS[made.source])
        keep_refusal(refused(scan, refusal, None, visit))
        return Receipt(refusal.status, refusal.answer())
    return Receipt(201, _answer(scan, Unit.objects.get(pk=unit.pk), visit))


_SOCKETS = {"device": "phone", "device_label": "IMEI label", "label": "box label"}


def _into_carton(scan: Scan, visit: Visit) -> Receipt:
    box = HandlingUnit.objects.filter(
        plant_id=visit.station.plant_id, kind=HandlingKind.BOX, no=scan.identifier
    ).first()
    inside = box.units.first() if box else None
    unit = inside or _unit(scan.identifier, visit.station.plant_id)
    carton = open_carton_at(station_id=visit.station.id, order_id=unit.order_id)
    if carton is None:
        carton = open_carton(visit=visit, order_no=unit.order.no)
    packing = Packing(scan.event.event_id, scan.body_hash, carton.no, scan.identifier)
    add_to_carton(packing=packing, visit=visit)
    return Receipt(201, _answer(scan, Unit.objects.get(pk=unit.pk), visit))


def open_carton_at(*, station_id: int, order_id: int) -> HandlingUnit | None:
    """The carton that is being filled at the station for the order."""
    return HandlingUnit.objects.filter(
        station_id=station_id,
        order_id=order_id,
        kind=HandlingKind.CARTON,
        state=HandlingState.OPEN,
    ).first()


def _unit(identifier: str, plant_id: int) -> Unit:
    value = name_of(identifier)
    names = Identifier.objects.filter(plant_id=plant_id, value=value, retired_at=None)
    found = names.select_related("unit__variant__model", "unit__order").first()
    if found is None:
        raise Refusal("unknown_unit", identifier=identifier)
    return found.unit


def _answer(scan: Scan, unit: Unit, visit: Visit) -> dict[str, object]:
    return passed_answer(
        event_id=scan.event.event_id,
        serial=unit.serial,
        route=route_map(unit.route_id),
        position=unit.done,
        run=1,
        at=visit.when.at,
        clock_off=visit.when.clock_off,
    )
