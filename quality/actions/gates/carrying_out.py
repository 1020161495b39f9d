"""What the board decided is done: a unit or lot is scrapped or sent back, what is good goes on."""

from functools import partial
from typing import cast

from django.db import transaction

from lines.actions.holds import note_scrap
from lines.actions.line_side.leaving import return_from_line, scrap_at_line
from lines.actions.material.moves import lock_lots
from lines.actions.material.places import main_place
from lines.actions.material.stock import scrap_stock, send_back
from lines.actions.place import Occasion, lock_one, place_unit
from lines.models import (
    MaterialLot,
    MoveKind,
    PartMove,
    PartMoveKind,
    PlaceKind,
    StockLevel,
    UnitState,
    WorkOrder,
)
from lines.rules.route import Change
from mes.kernel.ids import derived
from mes.kernel.receipts import body_hash
from mes.kernel.refusals import Refusal
from plants.models import Line, Station
from quality.actions.gates.nonconformances import Act, let_go, locked, note
from quality.models import Disposition, NcrEvent, NcrEventKind, Nonconformance

GOES_ON = (Disposition.USE_AS_IS, Disposition.REWORK)
IN_STORE = (PlaceKind.STORE, PlaceKind.QUARANTINE, PlaceKind.DAMAGED)


@transaction.atomic
def carry_out(*, pk: int, act: Act) -> Nonconformance:
    """Do once what the board decided, and let the hold go with it.

    Scrap takes the unit out, or every piece of the held lot to scrap; return sends the lot's
    pieces to their supplier, those at a line by way of quarantine; use as is and rework free what
    is held. The two who decided sign the scrap. Refuses `wrong_state` before the decision, a
    second time, and for a unit that is packed or gone; `in_repair`; `ncr_by_hand` for the rest.
    """
    row = locked(pk=pk, act="carry")
    if NcrEvent.objects.filter(nonconformance_id=pk, kind=NcrEventKind.CARRIED).exists():
        raise Refusal("wrong_state", what=row.no, state="carried out")
    lot = row.hold.material if row.hold else None
    if row.disposition in GOES_ON:
        done = str(Disposition(row.disposition).label)
    elif lot is not None:
        done = _clear_lot(row, lot, act)
    elif row.unit_id is not None and row.disposition == Disposition.SCRAP:
        done = _scrap_unit(row, row.unit_id, act)
    else:
        raise Refusal("ncr_by_hand", no=row.no)
    let_go(row, act)
    note(row, act, NcrEventKind.CARRIED, text=done)
    return row


def _scrap_unit(row: Nonconformance, unit_id: int, act: Act) -> str:
    unit = lock_one(unit_id=unit_id)
    if unit.state == UnitState.IN_REPAIR:
        raise Refusal("in_repair")
    if unit.state == UnitState.SCRAPPED:
        return f"{unit.serial} was scrapped"
    if unit.state != UnitState.IN_PROCESS:
        raise Refusal("wrong_state", what=unit.serial, state=unit.state)
    stations = Station.objects.filter(line_id=unit.line_id).order_by("pk")
    place_unit(
        unit=unit,
        change=Change(UnitState.SCRAPPED, unit.done, unit.run, unit.repairs, tuple(unit.gates)),
        occasion=Occasion(
            event_id=act.event_id,
            body_hash=body_hash({"act": "carry", "no": row.no}),
            station_id=row.station_id or stations.values_list("pk", flat=True)[0],
            person_id=act.person_id,
            token_id=None,
            at=act.at,
        ),
        kind=MoveKind.SCRAP,
        position=unit.done,
        run=unit.run + 1,
    )
    note_scrap(
        plant_id=row.plant_id,
        unit_id=unit_id,
        reason=f"{row.no}: {row.title}",
        by=row.decided_by_id,
        second=row.second_id,
    )
    return f"{unit.serial} scrapped"


def _clear_lot(row: Nonconformance, lot: MaterialLot, act: Act) -> str:
    """Every piece that lies in the store or at a line, however many the report spoke of."""
    # Orders before their lot, all of them: each line's leaving locks its own again.
    given = PartMove.objects.filter(lot=lot, kind=PartMoveKind.ISSUED, order__isnull=False)
    orders = WorkOrder.objects.filter(pk__in=given.values("order_id")).order_by("pk")
    list(orders.select_for_update(of=("self",)).values_list("pk", flat=True))
    lock_lots(lot_ids=[lot.pk])
    scrap, reason = row.disposition == Disposition.SCRAP, f"{row.no}: {row.title}"
    lying = StockLevel.objects.filter(lot=lot, quantity__gt=0).select_related("place__line")
    total = 0
    for level in lying.filter(place__kind=PlaceKind.LINE_SIDE).order_by("place_id"):
        leave = scrap_at_line if scrap else partial(return_from_line, damaged=True)
        leave(
            event_id=derived("ncr-line", str(act.event_id), level.place.code),
            line=cast(Line, level.place.line),
            lot_no=lot.no,
            quantity=level.quantity,
            reason=reason,
            by=act.person_id,
        )
        total += level.quantity if scrap else 0
    take = scrap_stock if scrap else send_back
    for level in lying.filter(place__kind__in=IN_STORE).order_by("place_id"):
        take(
            event_id=derived("ncr-store", str(act.event_id), level.place.code),
            plant_id=row.plant_id,
            lot_no=lot.no,
            from_place=level.place.code,
            quantity=level.quantity,
            reason=reason,
            by=act.person_id,
        )
        total += level.quantity
    where = main_place(plant_id=row.plant_id, kind=PlaceKind.SCRAP).code if scrap else "supplier"
    return f"{total} pieces of {lot.no} to {where}"
