"""S9: what a hold would stop is counted before it is placed, whatever is held."""

from uuid import uuid4

import pytest
from django.test import Client

from lines.models import Hold, HoldSubject, InstalledPart, PartMoveKind
from lines.models.holds import NAMED
from tests.calls import send
from tests.factories import make_line, make_order
from tests.lines.line_side.material import Stores, stores_of
from tests.plant import PlantAtWork, a_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def chen(works: PlantAtWork, client_for) -> Client:
    client: Client = client_for(works.chen)
    return client


@pytest.fixture
def stores(works: PlantAtWork) -> Stores:
    return stores_of(works)


def counted(client: Client, subject: str, name: str):
    page = client.get("/holds/LHR/", {"subject": subject, "name": name})
    assert page.status_code == 200
    return page.context["preview"], page.content.decode()


@pytest.mark.parametrize("subject", HoldSubject.values)
def test_whatever_the_page_offers_can_be_asked_for(chen: Client, subject: str) -> None:
    found, html = counted(chen, subject, "NOBODY-1")
    assert not found.found
    assert "Nothing answers to this number." in html


def test_a_lot_of_parts_is_counted_by_pieces_and_by_the_units_that_have_them(
    works: PlantAtWork, chen: Client, stores: Stores
) -> None:
    lot = stores.lot("speaker", 40)
    stores.issue(lot, 12)
    one, bound, boxed = a_unit(works), a_unit(works), a_unit(works, state="packed")
    for unit in (one, boxed):
        stores.move(PartMoveKind.BUILT, lot, 2, out=stores.side, unit_id=unit.pk)
    InstalledPart.objects.create(
        plant=works.plant, unit=bound, position="speaker", lot=lot.no,
        station=works.station("ASM-01"), event_id=uuid4(),
    )  # fmt: skip

    found, html = counted(chen, "material", lot.no)

    assert (found.in_store, found.at_lines, found.on_line, found.packed) == (28, 8, 2, 1)
    assert "It stops 28 pieces in the store and 8 at the lines." in html
    assert "2 units on the line and 1 packed ones have some in them" in html
    assert f'name="material_lot" value="{lot.no}"' in html


def test_units_that_were_scanned_with_the_suppliers_number_count_where_the_part_is_bound(
    works: PlantAtWork, chen: Client, stores: Stores
) -> None:
    lot = stores.lot("camera", 40, supplier_lot="SL-9")
    for position in ("camera", "board"):
        InstalledPart.objects.create(
            plant=works.plant, unit=a_unit(works), position=position, lot="SL-9",
            station=works.station("ASM-01"), event_id=uuid4(),
        )  # fmt: skip
    found, _ = counted(chen, "material", lot.no)
    assert (found.on_line, len(found.serials)) == (1, 1)


def test_a_held_lot_of_parts_is_listed_by_its_number(
    works: PlantAtWork, chen: Client, stores: Stores
) -> None:
    lot = stores.lot("speaker", 40)
    send(chen, "holds", material_lot=lot.no, reason="Smells")
    row = chen.get("/holds/LHR/").content.decode().split("<tbody>")[1]
    assert lot.no in row


@pytest.mark.parametrize("subject", [HoldSubject.ORDER, HoldSubject.STATION, HoldSubject.LINE])
def test_what_has_no_unit_yet_is_held_from_the_page_as_well(
    works: PlantAtWork, chen: Client, subject: HoldSubject
) -> None:
    line = make_line(works.plant, "LHR-Z")
    name = {
        HoldSubject.ORDER: make_order(works.route, works.variant, line).no,
        HoldSubject.STATION: works.station("MMI1").code,
        HoldSubject.LINE: line.code,
    }[subject]
    found, html = counted(chen, subject, name)
    assert (found.found, found.on_line, found.packed) == (True, 0, 0)
    assert f'name="{NAMED[subject]}" value="{name}"' in html
    assert send(chen, "holds", **{NAMED[subject]: name}, reason="Flood").status_code == 201
    assert str(getattr(Hold.objects.get(), subject)) == name
