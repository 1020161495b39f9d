"""What quality has on its desk in the demo: a containment half worked, a held lot with its
nonconformance, instruments and fixtures, first-article sheets, and when stations stop.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from lines.actions.holds import place_hold
from lines.actions.place import Occasion
from lines.models import CheckTrigger, Hold, HoldSubject, MaterialLot, Move, Unit, WorkOrder
from mes.kernel.ids import uuid7
from plants.actions.equipment import AssetWish, Calibrated, calibrate, enter_asset
from plants.models import AssetKind, CalibrationResult, Operation, Person, Plant, Station
from quality.actions.containment.inspecting import Finding as Looked
from quality.actions.containment.inspecting import inspect_unit
from quality.actions.containment.opening import open_containment
from quality.actions.defects import Fault
from quality.actions.fai import Verdict, inspect_sheet, judge_sheet, open_sheet
from quality.actions.gates.nonconformances import Act, Opening, add_action, open_nonconformance
from quality.actions.gates.rules import set_gate_rule
from quality.models import ActionKind, Inspected
from quality.models.suspects import Criteria
from quality.rules.fai import ITEMS, Finding

STOPPED = (("MMI1", "LHR"), ("CPL", "LHR"), ("SEMI", "HRP"))
SUSPECTS, LOOKED_AT = 6, 2
HASH = b"\x00" * 16
ASSETS = (  # code, name, kind, station, days between calibrations, days until due, most uses
    ("RF-CMW-01", "Radio tester", AssetKind.INSTRUMENT, "LHR-B-CPL", 365, 210, None),
    ("RF-CMW-02", "Radio tester", AssetKind.INSTRUMENT, "LHR-A-CPL", 365, 12, None),
    ("PSU-66312", "Power supply for current tests", AssetKind.INSTRUMENT, "LHR-B-CURR", 180, 95,
     None),
    ("SCALE-3", "Reference weight, 500 g", AssetKind.INSTRUMENT, "", 365, -4, None),
    ("FX-MMI-B1", "Function fixture", AssetKind.FIXTURE, "LHR-B-MMI1", None, None, 200_000),
    ("FX-AUD-B1", "Audio box", AssetKind.FIXTURE, "LHR-B-AUD", None, None, 150_000),
)  # fmt: skip


def make_quality_desk(
    plants: Mapping[str, Plant],
    orders: Mapping[str, WorkOrder],
    *,
    people: Mapping[str, Person],
    now: datetime,
) -> None:
    """Fill the pages under Quality; nothing of it stops the demo's own lines."""
    lahore, inspector, lead = plants["LHR"], people["qa"].pk, people["qa_lead"].pk
    for operation, plant in STOPPED:
        set_gate_rule(
            plant_id=plants[plant].pk,
            operation_id=Operation.objects.get(code=operation).pk,
            by=lead,
            fails_in_row=8,
            yield_floor=Decimal("70.0"),
            floor_runs=200,
            stop_on_spc=False,
            location_limit=3,
        )
    _make_assets(lahore, lead, now)
    _make_sheets(orders, inspector, lead, now)
    _make_containment(orders["LHR-F"], inspector, lead, now)
    _make_nonconformances(lahore, inspector, lead, now)


def _make_assets(plant: Plant, by: int, now: datetime) -> None:
    today = now.date()
    for code, name, kind, station, interval, due, most in ASSETS:
        wish = AssetWish(
            code=code,
            name=name,
            kind=kind,
            station=Station.objects.filter(code=station).first(),
            maker_no=f"SN-{code[-2:]}4471",
            interval_days=interval,
            max_uses=most,
        )
        asset = enter_asset(plant=plant, wish=wish)
        if interval is None or due is None:
            continue
        found = Calibrated(
            CalibrationResult.PASSED,
            made_on=today - timedelta(days=interval - due),
            certificate=f"PNAC-{code[-2:]}-26",
        )
        calibrate(event_id=uuid7(), asset_id=asset.pk, found=found, by=by, today=today)


def _make_sheets(orders: Mapping[str, WorkOrder], inspector: int, lead: int, now: datetime) -> None:
    """One approved, one that waits for its approval."""
    for code, approved in (("LHR-B", True), ("LHR-A", False)):
        order = orders[code]
        first = Unit.objects.filter(order=order).order_by("pk").values_list("serial", flat=True)
        serials = list(first[:2])
        if not serials:
            continue
        sheet = open_sheet(
            order_id=order.pk,
            line=order.line,
            serials=serials,
            trigger=CheckTrigger.ORDER_START,
            by=inspector,
        )
        findings = [
            Finding(serial, item, "As drawn", good=True) for serial in serials for item in ITEMS
        ]
        inspect_sheet(sheet_id=sheet.pk, findings=findings, by=inspector, now=now)
        if approved:
            judge_sheet(sheet_id=sheet.pk, verdict=Verdict(uuid7(), lead, good=True), now=now)


def _make_containment(order: WorkOrder, inspector: int, lead: int, now: datetime) -> None:
    """The last units that passed one station; two of them are looked at and let go."""
    moves = Move.objects.filter(order_id=order.pk, kind="pass", at__lt=now)
    last = moves.order_by("-at").first()
    if last is None:
        return
    of_station = list(moves.filter(station_id=last.station_id).order_by("-at")[:SUSPECTS])
    row = open_containment(
        criteria=Criteria(
            plant_id=order.plant_id,
            kind="window",
            line_id=order.line_id,
            station_id=last.station_id,
            since=of_station[-1].at,
            until=last.at + timedelta(seconds=1),
        ),
        reason="Wrist strap found unplugged",
        owner_id=inspector,
        by=lead,
    )
    caught = row.units.order_by("pk").values_list("unit_id", flat=True)
    for unit_id in list(caught[:LOOKED_AT]):
        inspect_unit(
            containment_id=row.pk,
            unit_id=unit_id,
            finding=Looked(Inspected.OK, "Functions good", Fault()),
            occasion=Occasion(uuid7(), HASH, last.station_id, inspector, None, now),
        )


def _make_nonconformances(plant: Plant, inspector: int, lead: int, now: datetime) -> None:
    """One about a lot of speakers that is held, with what is to be done; one about a station."""
    act = Act(uuid7(), lead, now)
    held = _held_lot(plant, inspector, now)
    row = open_nonconformance(
        opening=Opening(
            plant_id=plant.pk,
            title="Speakers rattle above 90 dB",
            owner_id=inspector,
            due=now.date() + timedelta(days=5),
            detail="Three of eight in the sample of the dock.",
            hold_id=held.pk if held else None,
            quantity=8,
        ),
        act=act,
    )
    for kind, what, days in (
        (ActionKind.CONTAIN, "Sort the lot by the audio box", 2),
        (ActionKind.PREVENT, "Ask the supplier for a drop test of each lot", 14),
    ):
        add_action(
            pk=row.pk,
            act=Act(uuid7(), lead, now),
            kind=kind,
            what=what,
            owner_id=inspector,
            due=now.date() + timedelta(days=days),
        )
    open_nonconformance(
        opening=Opening(
            plant_id=plant.pk,
            title="Coupling box leaks at the hinge",
            owner_id=lead,
            due=now.date() + timedelta(days=1),
            station_id=Station.objects.get(code="LHR-B-CPL").pk,
        ),
        act=Act(uuid7(), inspector, now),
    )


def _held_lot(plant: Plant, by: int, now: datetime) -> Hold | None:
    """A lot in the store of which no order was given anything."""
    lots = MaterialLot.objects.filter(plant=plant, part__part_no__endswith="-SPK")
    lot = lots.exclude(moves__kind="issued").order_by("-pk").first()
    if lot is None:
        return None
    return place_hold(
        plant_id=plant.pk,
        subject=HoldSubject.MATERIAL,
        subject_id=lot.pk,
        cause="quality",
        reason="Sample rattles",
        by=by,
        now=now,
    )
