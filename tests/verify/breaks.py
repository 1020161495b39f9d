"""One way to break each promise that a role without special rights can still break."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from lines.models import (
    Consignment,
    HandlingUnit,
    KitEvent,
    KitLot,
    LabelPrint,
    OrderPlace,
    PrintJob,
    Shipment,
    Tally,
    TallyMark,
    Unit,
    WorkOrder,
)
from mes.kernel.models import ChainBlock, OutboxItem, Refusal, Request
from plants.models import AnnualTarget, DeviceToken, MonthTarget, Shift
from quality.models import Imei, ImeiDelta, ImeiEvent
from tests import factories
from tests.ledgers import a_move, a_record, an_imei_event
from tests.plant import PlantAtWork, a_plant, a_unit
from tests.quality.imeis import make_range
from tests.verify import breaks_of_labels, breaks_of_line_side, breaks_of_material
from tests.verify.a_phone import Phone

Break = Callable[[PlantAtWork, Phone], object]
NOW = datetime.now(UTC)
FAR = 2**60


def _lot(works: PlantAtWork, **fields: object) -> KitLot:
    consignment = Consignment.objects.create(plant=works.plant, no="C-1", kit_type="skd")
    return KitLot.objects.create(
        consignment=consignment, variant=works.variant, no="C-1/1", sets=10, **fields
    )


def _kit_event(lot: KitLot, kind: str, sets: int, order: WorkOrder | None = None) -> None:
    KitEvent.objects.create(event_id=uuid4(), lot=lot, kind=kind, sets=sets, order=order)


def _request(works: PlantAtWork, phone: Phone) -> None:
    Request.objects.create(kind="hold", event_id=uuid4(), body_hash=b"x" * 16)


def _outbox(works: PlantAtWork, phone: Phone) -> None:
    OutboxItem.objects.create(kind="mail", key="1", payload={}, made_at=NOW - timedelta(minutes=3))


def _block(**fields: object) -> None:
    ChainBlock.objects.create(
        **{
            "plant_id": 1,
            "seq": 1,
            "prev": bytes(32),
            "hash": b"x" * 32,
            "count": 1,
            "leaves": b"x" * 33,
            "xid_below": 3,
            **fields,
        }
    )


def _months(works: PlantAtWork, phone: Phone) -> None:
    target = AnnualTarget.objects.create(plant=works.plant, year=2031, units=10)
    MonthTarget.objects.create(annual=target, month=1, units=9)


def _steps(works: PlantAtWork, **last: object) -> None:
    factories.make_route(
        works.model,
        [
            {"operation": works.operations["ASM-IN"], "position": 10},
            {"operation": works.operations["CTN"], "position": 20, **last},
        ],
        kit_type="ckd",
    )


def _foreign_token(works: PlantAtWork, phone: Phone) -> None:
    other = a_plant("HRP")
    DeviceToken.objects.create(
        plant=other.plant, station=works.station("CTN"), name="stray", secret_hash=b""
    )


def _long_shift(works: PlantAtWork, phone: Phone) -> None:
    span = DateTimeTZRange(NOW, NOW + timedelta(days=2))
    Shift.objects.create(line=works.line, code="X", date=date(2031, 1, 1), span=span, target=1)


def _second_unit(works: PlantAtWork, **fields: object):
    return a_unit(works, **{"past": None, **fields})


def _without_serial(works: PlantAtWork, phone: Phone) -> None:
    _second_unit(works).identifiers.all().delete()


def _refused_and_accepted(kind: str, works: PlantAtWork, phone: Phone, operation: str) -> None:
    Refusal.objects.create(
        kind=kind,
        event_id=phone.move(works, operation).event_id,
        body_hash=b"",
        code="on_hold",
        status=409,
        answer={},
        body={},
    )


def _half_packed(works: PlantAtWork, phone: Phone) -> None:
    HandlingUnit.objects.filter(pk=phone.box.pk).update(parent=None)


def _wrong_kind(works: PlantAtWork, phone: Phone) -> None:
    HandlingUnit.objects.filter(pk=phone.carton.pk).update(
        variant=factories.make_variant(works.model, "Blue")
    )


def _label_without_job(works: PlantAtWork, phone: Phone) -> None:
    _label(works, phone, 0)


def _two_labels(works: PlantAtWork, phone: Phone) -> None:
    for copy in (0, 1):
        PrintJob.objects.create(label=_label(works, phone, copy), state="sent", sent_at=NOW)


def _label(works: PlantAtWork, phone: Phone, copy: int) -> LabelPrint:
    return LabelPrint.objects.create(
        event_id=uuid4(), plant=works.plant, no=f"box-{copy}", kind="box", subject="BX-1",
        copy=copy, unit=phone.unit, data={}, reason="again",
    )  # fmt: skip


def _over_the_wall(works: PlantAtWork, phone: Phone) -> None:
    phone.unit.line = a_plant("HRP").line
    phone.unit.save()


def _overdrawn(works: PlantAtWork, phone: Phone) -> None:
    _kit_event(_lot(works), "issued", 3, works.order)


def _kitted(works: PlantAtWork, phone: Phone) -> None:
    lot = _lot(works)
    _kit_event(lot, "received", 3)
    _kit_event(lot, "issued", 3, works.order)
    WorkOrder.objects.filter(pk=works.order.pk).update(kit_lot=lot)


def _tally(works: PlantAtWork, **fields: object) -> None:
    Tally.objects.create(
        plant_id=works.plant.pk,
        line_id=works.line.pk,
        station_id=1,
        order_id=1,
        hour=NOW.replace(minute=0, second=0, microsecond=0),
        **fields,
    )


def _own_imei_event(phone: Phone, works: PlantAtWork, **fields: object) -> ImeiEvent:
    return an_imei_event(works, unit_id=phone.unit.pk, **fields)


def _lent_without_event(works: PlantAtWork, phone: Phone) -> None:
    made = make_range(works.plant, works.model, sets=1, first=800)
    token, _ = factories.make_token(works.plant, plant_wide=True)
    Imei.objects.filter(range=made).update(state="leased", leased_to=token)


def _reserved_without_event(works: PlantAtWork, phone: Phone) -> None:
    made = make_range(works.plant, works.model, sets=1, first=1000)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE quality_imei SET state = 'reserved', unit_id = %s WHERE range_id = %s",
            [_second_unit(works).pk, made.pk],
        )


def _issued_yet_free(works: PlantAtWork, phone: Phone) -> None:
    make_range(works.plant, works.model, sets=1, first=1000)
    with connection.cursor() as cursor:
        cursor.execute("SELECT jsonb_agg(imei) FROM quality_imei WHERE state = 'free'")
        (imeis,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO quality_imeievent (event_id, plant_id, kind, unit_id, imeis, reason, at,"
            " body_hash) VALUES (%s, %s, 'reserved', %s, %s::jsonb, '', now(), '')",
            [uuid4(), works.plant.pk, phone.unit.pk, imeis],
        )


def _settings(works: PlantAtWork, phone: Phone) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")


def _empty_pallet(works: PlantAtWork, phone: Phone) -> None:
    HandlingUnit.objects.create(
        plant=works.plant, no="P-1", kind="pallet", variant=works.variant, capacity=1,
        state="closed",
    )  # fmt: skip


def _shipment(works: PlantAtWork, **fields: object) -> Shipment:
    told = {"no": "SH-1", "kind": "domestic", "customer": "Airlink", "country": "PK", **fields}
    return Shipment.objects.create(plant=works.plant, **told)


def _on_no_desk(works: PlantAtWork, phone: Phone) -> None:
    phone.unit.state = "returned"
    phone.unit.save()


BREAKS: dict[str, Break] = {
    "lines.pallet_holds_closed_cartons": _empty_pallet,
    "lines.shipped_by_one_move": lambda w, p: Unit.objects.filter(pk=p.unit.pk).update(
        state="shipped"
    ),
    "lines.shipped_with_its_shipment": lambda w, p: _shipment(w, state="shipped", shipped_at=NOW),
    "lines.every_ship_move_told": lambda w, p: a_move(
        w, unit_id=p.unit.pk, kind="ship", station_id=0
    ),
    "lines.returned_is_on_the_desk": _on_no_desk,
    "guard.settings": _settings,
    "kernel.request_answered": _request,
    "kernel.outbox_moves": _outbox,
    "kernel.own_transactions": lambda w, p: _block(xid_below=FAR),
    "plants.months_add_up": _months,
    "plants.route_has_output": lambda w, p: _steps(w),
    "plants.gates_are_granted": lambda w, p: _steps(w, is_output=True, gates=["mmi1"]),
    "plants.token_in_its_plant": _foreign_token,
    "plants.shift_is_bounded": _long_shift,
    "lines.move_of_a_unit": lambda w, p: a_move(w, unit_id=7),
    "lines.no_step_skipped": lambda w, p: _second_unit(w, past="AGE"),
    "lines.stands_on_its_route": lambda w, p: _second_unit(w, done=5),
    "lines.done_where_it_belongs": lambda w, p: a_move(
        w, "AGE", unit_id=p.unit.pk, position=w.position("GBL")
    ),
    "lines.made_once": lambda w, p: a_move(w, "CTN", unit_id=p.unit.pk, output=True),
    "lines.called_by_its_serial": _without_serial,
    "lines.one_answer_an_event": lambda w, p: _refused_and_accepted("scan", w, p, "AGE"),
    "lines.packed_in_a_carton": _half_packed,
    "lines.nothing_overfull": lambda w, p: _second_unit(w, box=p.box),
    "lines.carton_of_one_kind": _wrong_kind,
    "lines.label_has_its_job": _label_without_job,
    "lines.one_label_in_use": _two_labels,
    "lines.wall": _over_the_wall,
    "lines.places_are_the_quantity": lambda w, p: WorkOrder.objects.update(quantity=9),
    "lines.unit_has_its_place": lambda w, p: OrderPlace.objects.filter(unit=p.unit).update(
        unit=None
    ),
    "lines.kits_balance": _overdrawn,
    "lines.kitted_as_issued": _kitted,
    "lines.tallies_are_the_ledger": lambda w, p: _tally(w, output=1),
    "lines.tally_in_its_shift": lambda w, p: _tally(w, shift_id=99),
    "lines.tally_watermark": lambda w, p: TallyMark.objects.create(
        xid_below=FAR, received_before=NOW
    ),
    "quality.counts_are_the_rows": lambda w, p: ImeiDelta.objects.create(
        range=make_range(w.plant, w.model, sets=1, first=700), day=NOW.date(), what="free", n=1
    ),
    "quality.lent_by_an_event": _lent_without_event,
    "quality.given_out_by_an_event": _reserved_without_event,
    "quality.issued_is_not_free": _issued_yet_free,
    "quality.read_back": lambda w, p: _own_imei_event(p, w, kind="written", evidence=None),
    "quality.packed_with_its_imeis": lambda w, p: _second_unit(w, state="packed"),
    "quality.record_of_its_plant": lambda w, p: a_record(w, unit_id=5, counted=False),
    "quality.counted_record_moved": lambda w, p: a_record(w, unit_id=p.unit.pk),
    "quality.test_move_has_record": lambda w, p: a_move(w, "MMI1", unit_id=p.unit.pk),
    "quality.one_answer_an_event": lambda w, p: _refused_and_accepted("record", w, p, "MMI1"),
    "quality.in_repair_has_repair": lambda w, p: _second_unit(w, state="in_repair"),
    "chain.lag": lambda w, p: a_move(
        w, "AGE", unit_id=p.unit.pk, received_at=NOW - timedelta(minutes=5)
    ),
    "chain.whole": lambda w, p: _block(),
    **breaks_of_labels.BREAKS,
    **breaks_of_line_side.BREAKS,
    **breaks_of_material.BREAKS,
}
