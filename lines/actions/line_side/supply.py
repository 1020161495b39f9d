"""A line calls for material: by hand or below its minimum; the store answers and fills it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from lines.actions.line_side.kitting import rekit
from lines.actions.material.moves import Piece, lock_lots, write_moves
from lines.actions.material.places import line_side
from lines.actions.numbers import next_no
from lines.models import (
    CallCause,
    LineSideRule,
    MaterialLot,
    OrderState,
    PartMoveKind,
    StockLevel,
    StockPlace,
    SupplyCall,
    WorkOrder,
)
from lines.models.line_sums import ingredients, stayed_with
from lines.models.pieces import stock_in
from mes.kernel.constraints import refusing
from mes.kernel.live import publish_line
from mes.kernel.refusals import Refusal
from plants.models import BomAlternate, BomLine, Line, Part

LIVE = (OrderState.RELEASED, OrderState.RUNNING, OrderState.HELD)


@dataclass(frozen=True, slots=True)
class Fill:
    """So many of a lot out of a bin."""

    lot: str
    place: str
    quantity: int


@transaction.atomic
def raise_call(
    *,
    line: Line,
    part_no: str,
    quantity: int | None,
    by: int | None,
    cause: CallCause = CallCause.ASKED,
    now: datetime | None = None,
) -> SupplyCall:
    """Ask the store for a part; without a quantity what fills the line up to its rule.

    Refuses `unknown_thing` (part), `part_not_needed` and `call_open`.
    """
    moment = now or timezone.now()
    part = Part.objects.filter(part_no=part_no.strip().upper()).first()
    if part is None:
        raise Refusal("unknown_thing", what="part", no=part_no)
    rule = LineSideRule.objects.filter(line=line, part=part, active=True).first()
    if rule is None and not _builds_with(line, part):
        raise Refusal("part_not_needed", line=line.code, part=part.part_no)
    wanted = quantity or (max(1, rule.fill_to - at_the_line(line, part)) if rule else 1)
    earlier = SupplyCall.objects.filter(line=line, part=part, closed_at=None).first()
    taken = Refusal(
        "call_open", part=part.part_no, line=line.code, no=earlier.no if earlier else "–"
    )
    if earlier is not None:
        raise taken
    call = SupplyCall(
        plant_id=line.plant_id,
        no=next_no(letter="A", day=timezone.localdate(moment)),
        line=line,
        part=part,
        quantity=wanted,
        cause=cause,
        raised_by_id=by,
        raised_at=moment,
    )
    with refusing({"lines_supplycall_open_once": taken}):
        call.save()
    publish_line(line_code=line.code)
    return call


@transaction.atomic
def acknowledge_call(
    *, plant_id: int, no: str, by: int | None, now: datetime | None = None
) -> SupplyCall:
    """The store has seen it; the first to say so is kept. Refuses `call_closed`."""
    call = _locked_call(plant_id, no)
    if call.acknowledged_at is None:
        call.acknowledged_by_id, call.acknowledged_at = by, now or timezone.now()
        call.save(update_fields=["acknowledged_by_id", "acknowledged_at"])
        publish_line(line_code=call.line.code)
    return call


@transaction.atomic
def fill_call(
    *,
    event_id: UUID,
    plant_id: int,
    no: str,
    fills: Sequence[Fill],
    reason: str = "",
    by: int | None,
    now: datetime | None = None,
) -> SupplyCall:
    """Pieces go to the line and the call is closed; fewer than asked is kept as a short fill.

    Refuses `call_closed`, `unknown_thing` (lot, place), `wrong_part`, `place_short`, and why a
    lot may not go.
    """
    moment = now or timezone.now()
    order = _order_for(plant_id, no)
    call = _locked_call(plant_id, no)
    rows = [(fill, *_found(plant_id, call, fill)) for fill in _summed(fills)]
    lock_lots(lot_ids=[lot.pk for _, lot, _ in rows])
    side = line_side(line=call.line)
    pieces = []
    for fill, lot, place in rows:
        _check_there(fill, lot, place, plant_id, timezone.localdate(moment))
        pieces.append(
            Piece(
                kind=PartMoveKind.ISSUED,
                lot_id=lot.pk,
                part_id=lot.part_id,
                quantity=fill.quantity,
                from_place_id=place.pk,
                to_place_id=side.pk,
                consignment_id=lot.consignment_id,
                order_id=order.pk if order else None,
            )
        )
    write_moves(
        event_id=event_id, plant_id=plant_id, pieces=pieces, by=by, reason=call.no, at=moment
    )
    if order is not None:
        rekit(order)
    return _close(call, sum(fill.quantity for fill in fills), reason, by, moment)


@transaction.atomic
def call_off(
    *, plant_id: int, no: str, reason: str, by: int | None, now: datetime | None = None
) -> SupplyCall:
    """Nothing came and nothing will. Refuses `call_closed` and `reason_needed`."""
    call = _locked_call(plant_id, no)
    if not reason.strip():
        raise Refusal("reason_needed")
    return _close(call, 0, reason, by, now or timezone.now())


@transaction.atomic
def set_rule(*, line: Line, part_no: str, minimum: int, fill_to: int) -> LineSideRule:
    """From now on the line calls by itself. Refuses `unknown_thing` (part) and `malformed`."""
    part = Part.objects.filter(part_no=part_no.strip().upper()).first()
    if part is None:
        raise Refusal("unknown_thing", what="part", no=part_no)
    wrong = Refusal("malformed", fault="fill_to must be more than minimum")
    with refusing({"lines_linesiderule_fills": wrong}):
        rule, _made = LineSideRule.objects.update_or_create(
            line=line,
            part=part,
            defaults={"minimum": minimum, "fill_to": fill_to, "active": True},
        )
    return rule


def call_below_minimum(*, line: Line, now: datetime | None = None) -> list[SupplyCall]:
    """A call for every part of the line that fell below its minimum and is not called for yet."""
    rules = LineSideRule.objects.filter(line=line, active=True).select_related("part")
    waiting = set(
        SupplyCall.objects.filter(line=line, closed_at=None).values_list("part_id", flat=True)
    )
    return [
        raise_call(
            line=line,
            part_no=rule.part.part_no,
            quantity=rule.fill_to - there,
            by=None,
            cause=CallCause.MINIMUM,
            now=now,
        )
        for rule in rules
        if rule.part_id not in waiting and (there := at_the_line(line, rule.part)) < rule.minimum
    ]


def call_where_low() -> int:
    """Look at every line that has a rule; the calls made."""
    lines = Line.objects.filter(pk__in=LineSideRule.objects.filter(active=True).values("line_id"))
    return sum(len(call_below_minimum(line=line)) for line in lines.order_by("pk"))


def at_the_line(line: Line, part: Part) -> int:
    """Pieces of the part at the line, of all lots."""
    rows = StockLevel.objects.filter(place__line=line, lot__part=part)
    return int(rows.aggregate(n=Sum("quantity", default=0))["n"])


def _builds_with(line: Line, part: Part) -> bool:
    boms = WorkOrder.objects.filter(line=line, state__in=LIVE, bom__isnull=False).values("bom_id")
    if BomLine.objects.filter(bom__in=boms, part=part).exists():
        return True
    return BomAlternate.objects.filter(line__bom__in=boms, part=part).exists()


def _locked_call(plant_id: int, no: str) -> SupplyCall:
    call = (
        SupplyCall.objects.select_for_update(of=("self",))
        .select_related("line", "part")
        .filter(plant_id=plant_id, no=no)
        .first()
    )
    if call is None:
        raise Refusal("unknown_thing", what="call", no=no)
    if call.closed_at is not None:
        raise Refusal("call_closed", no=call.no, filled=call.filled, quantity=call.quantity)
    return call


def _order_for(plant_id: int, no: str) -> WorkOrder | None:
    """The oldest live order of the line that is picked this part by the set and still lacks it.

    Locked before the call's lots. Bulk parts are for nobody in particular.
    """
    call = SupplyCall.objects.filter(plant_id=plant_id, no=no).first()
    if call is None:
        return None
    orders = WorkOrder.objects.filter(
        line_id=call.line_id, state__in=LIVE, bom__isnull=False
    ).order_by("pk")
    for order in orders.select_for_update(of=("self",)):
        lines = [line for line in ingredients(order.bom_id or 0) if not line.bulk]
        own = [line for line in lines if call.part_id in line.parts]
        if own and stayed_with(order.pk)[call.part_id] < own[0].per_set * order.quantity:
            return order
    return None


def _summed(fills: Sequence[Fill]) -> list[Fill]:
    """A lot and bin named twice is one taking of both: the bin must hold their sum."""
    pieces: dict[tuple[str, str], int] = {}
    for fill in fills:
        key = (fill.lot.strip().upper(), fill.place.strip().upper())
        pieces[key] = pieces.get(key, 0) + fill.quantity
    return [Fill(lot, place, quantity) for (lot, place), quantity in pieces.items()]


def _found(plant_id: int, call: SupplyCall, fill: Fill) -> tuple[MaterialLot, StockPlace]:
    lots = MaterialLot.objects.select_related("part")
    lot = lots.filter(plant_id=plant_id, no=fill.lot.strip().upper()).first()
    if lot is None:
        raise Refusal("unknown_thing", what="lot", no=fill.lot)
    places = StockPlace.objects.filter(plant_id=plant_id, kind="store")
    place = places.filter(code=fill.place.strip().upper()).first()
    if place is None:
        raise Refusal("unknown_thing", what="place", no=fill.place)
    stands_in = BomAlternate.objects.filter(line__part=call.part, part=lot.part)
    if lot.part_id != call.part_id and not stands_in.exists():
        raise Refusal("wrong_part", lot=lot.no, found=lot.part.part_no, wanted=call.part.part_no)
    return lot, place


def _check_there(
    fill: Fill, lot: MaterialLot, place: StockPlace, plant_id: int, today: date
) -> None:
    rows = stock_in(plant_id=plant_id, today=today, lots=[lot.pk], place_ids=[place.pk])
    there = rows[0].quantity if rows else 0
    if rows and rows[0].why_not:
        raise Refusal(rows[0].why_not, lot=lot.no, date=rows[0].ended, reason=lot.no)
    if fill.quantity > there:
        raise Refusal("place_short", place=place.code, lot=lot.no, left=there, wanted=fill.quantity)


def _close(call: SupplyCall, filled: int, reason: str, by: int | None, at: datetime) -> SupplyCall:
    call.filled, call.reason = filled, reason.strip()[:200]
    call.closed_by_id, call.closed_at = by, at
    call.save(update_fields=["filled", "reason", "closed_by_id", "closed_at"])
    publish_line(line_code=call.line.code)
    return call
