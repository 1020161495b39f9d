"""The units and what was scanned into them say how much was built in; the ledger must agree."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from lines.actions.line_side import backflush
from lines.actions.line_side.backflush import fold_backflush
from lines.actions.material.moves import Piece, write_moves
from lines.models import InstalledPart, MaterialLot, OrderPlace, PartMoveKind, Unit
from lines.queries.invariants_of_line_side import LINE_SIDE
from plants.models import BomLine
from tests.calls import send
from tests.ledgers import a_move
from tests.lines.line_side.material import Stores, stores_of
from tests.scanning import Scanner

pytestmark = pytest.mark.django_db
YESTERDAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _all_settled(monkeypatch):
    def below() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()::text::bigint + 1")
            return int(cursor.fetchone()[0])

    monkeypatch.setattr(backflush, "settled_below", below)


@pytest.fixture
def stores(works) -> Stores:
    """Since yesterday everything for five sets lies at the line."""
    stores = stores_of(works)
    for part, pieces in (("board", 5), ("speaker", 10), ("screw", 100), ("camera", 5)):
        moves(stores, PartMoveKind.ISSUED, stores.lot(part, pieces), pieces, into=stores.side)
    OrderPlace.objects.update(kitted=True)
    return stores


def moves(stores: Stores, kind: PartMoveKind, lot: MaterialLot, pieces: int, **more) -> None:
    """Yesterday, for the order."""
    out = stores.bins["A-01"] if kind == PartMoveKind.ISSUED else more.pop("out", None)
    into = more.pop("into", None)
    piece = Piece(
        kind=kind,
        lot_id=lot.pk,
        part_id=lot.part_id,
        quantity=pieces,
        from_place_id=out.pk if out else None,
        to_place_id=into.pk if into else None,
        order_id=stores.works.order.pk,
        **more,
    )
    at = timezone.now() - YESTERDAY
    plant_id = stores.works.plant.pk
    write_moves(event_id=uuid4(), plant_id=plant_id, by=None, pieces=[piece], at=at)


@pytest.fixture
def unit(stores: Stores) -> Unit:
    """Assembled with camera CAM-1, and counted in."""
    scanner = Scanner(stores.works)
    body = {"station": "LHR-B-ASM-IN", "work_order": stores.works.order.no}
    made = send(scanner.client, "units/start", **body).json()["unit"]
    scanner.scan("ASM-01", made, parts=[{"position": "camera", "serial": "CAM-1"}])
    fold_backflush()
    assert bad() is None
    return Unit.objects.get(serial=made)


def bad() -> str | None:
    (check,) = [one for one in LINE_SIDE if one.name == "lines.units_hold_their_parts"]
    return check.first_bad()


def line_of(stores: Stores, part: str) -> tuple[MaterialLot, int]:
    lot = MaterialLot.objects.get(part=stores.parts[part])
    return lot, BomLine.objects.get(bom=stores.bom, part=lot.part).pk


@pytest.mark.parametrize(("part", "need"), [("board", 1), ("camera", 1), ("speaker", 2)])
def test_a_piece_that_went_into_no_unit_is_found(stores: Stores, unit: Unit, part, need):
    lot, line = line_of(stores, part)
    moves(stores, PartMoveKind.BUILT, lot, 1, out=stores.side, bom_line_id=line)
    assert bad() == (
        f"{stores.works.order.no}, bom_line_id {line}, least {need}, most {need}, got {need + 1}"
    )


@pytest.mark.parametrize(("part", "need"), [("board", 1), ("camera", 1), ("speaker", 2)])
def test_a_unit_that_has_less_than_it_shows_is_found_too(stores: Stores, unit: Unit, part, need):
    lot, line = line_of(stores, part)
    moves(stores, PartMoveKind.UNBUILT, lot, 1, into=stores.side, bom_line_id=line)
    assert bad() == (
        f"{stores.works.order.no}, bom_line_id {line}, least {need}, most {need}, got {need - 1}"
    )


def test_a_scanned_part_that_is_gone_from_its_unit_is_found(stores: Stores, unit: Unit):
    _, line = line_of(stores, "camera")
    InstalledPart.objects.filter(unit=unit).update(
        removed_at=timezone.now(), removed_to="line", removed_event=uuid4(), removed_reason="?"
    )
    assert bad() == f"{stores.works.order.no}, bom_line_id {line}, least 0, most 0, got 1"


def test_a_unit_whose_parts_were_never_counted_in_is_found(stores: Stores, unit: Unit):
    other = Unit.objects.create(
        plant=unit.plant, line=unit.line, order=unit.order, variant=unit.variant,
        route=unit.route, serial="GHOST", done=unit.done, started_at=unit.started_at,
    )  # fmt: skip
    told = {"unit_id": other.pk, "order_id": unit.order_id}
    a_move(stores.works, "ASM-IN", **told, kind="start")
    found = re.search(r"least (\d+), most (\d+), got (\d+)$", bad() or "")
    assert found is not None
    least, most, got = map(int, found.groups())
    assert least == most == 2 * got


def test_what_the_line_has_not_got_may_still_be_wanted(stores: Stores, unit: Unit):
    lot, line = line_of(stores, "board")
    moves(stores, PartMoveKind.UNBUILT, lot, 1, into=stores.side, bom_line_id=line)
    moves(stores, PartMoveKind.LINE_SCRAP, lot, 5, out=stores.side, into=stores.scrap)
    assert bad() is None


def test_a_scrapped_units_parts_are_no_living_units(stores: Stores, unit: Unit):
    Unit.objects.filter(pk=unit.pk).update(state="scrapped")
    told = {"unit_id": unit.pk, "order_id": unit.order_id, "kind": "scrap"}
    a_move(stores.works, "ASM-01", **told)
    assert "most 0" in (bad() or "")  # the ledger has not heard of it, and the mark says it has
    for part, pieces in (("board", 1), ("speaker", 2), ("screw", 6), ("camera", 1)):
        lot, line = line_of(stores, part)
        kind = PartMoveKind.UNIT_SCRAP
        moves(stores, kind, lot, pieces, into=stores.scrap, bom_line_id=line)
    assert bad() is None
