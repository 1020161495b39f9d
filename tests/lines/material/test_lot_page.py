"""One lot of the store on its page: what is offered, and to whom."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from lines.models import Hold, MaterialLot
from tests.calls import send
from tests.factories import make_person
from tests.lines.line_side.material import Stores, stores_of
from tests.plant import PlantAtWork, a_plant

pytestmark = pytest.mark.django_db


@pytest.fixture
def stores(works: PlantAtWork) -> Stores:
    return stores_of(works)


@pytest.fixture
def lot(stores: Stores) -> MaterialLot:
    return stores.lot("board", 40, place="A-01")


@pytest.fixture
def store(works: PlantAtWork, client_for) -> Client:
    client: Client = client_for(works.people["dana"])
    return client


def page_of(client: Client, lot: MaterialLot) -> str:
    return client.get(f"/store/LHR/material-lots/{lot.no}/").content.decode()


def sheets(page: str) -> set[str]:
    """The acts whose form the page holds."""
    return set(re.findall(r'<dialog class="sheet" id="(\w+)-sheet">', page)) - {"find", "call"}


def primary(page: str) -> str:
    (found,) = re.findall(r'data-primary data-opens="(\w+)-sheet"', page)
    return str(found)


def test_the_store_moves_counts_scraps_and_sends_back(store: Client, lot: MaterialLot) -> None:
    page = page_of(store, lot)
    assert {"move", "count", "scrap", "send_back"} <= sheets(page)
    assert not {"judge", "again", "hold", "release"} & sheets(page)
    assert primary(page) == "move"
    assert '<option value="A-01">A-01 · 40</option>' in page


def test_the_acts_of_the_page_keep_the_books(store: Client, lot: MaterialLot) -> None:
    out = {"lot": lot.no, "from_place": "A-01", "reason": "Bent"}
    assert send(store, "stock/scrap", **out, quantity=3).status_code == 201
    assert send(store, "stock/send-back", **out, quantity=2).status_code == 201
    counted = {"lot": lot.no, "place": "A-01", "counted": 36, "reason": "Found behind"}
    assert send(store, "stock/count", **counted).json()["move"]["quantity"] == 1
    page = page_of(store, lot)
    assert '<option value="A-01">A-01 · 36</option>' in page
    assert page.count("Bent") == 2
    assert "Found at a count" in page


def test_a_lot_that_waits_is_judged_and_a_judged_one_again(
    works: PlantAtWork, lot: MaterialLot, client_for
) -> None:
    quality = client_for(works.bo)
    assert primary(page_of(quality, lot)) == "move"
    assert "again" in sheets(page_of(quality, lot))
    again = {"judgement": "reopened", "note": "Smells"}
    assert send(quality, f"material-lots/{lot.no}/judge", **again).status_code == 200
    page = page_of(quality, lot)
    assert primary(page) == "judge"
    assert "again" not in sheets(page)
    bad = {"judgement": "rejected", "sample_size": 5, "defects": 5, "note": "Smells"}
    assert send(quality, f"material-lots/{lot.no}/judge", **bad).status_code == 200
    page = page_of(quality, lot)
    assert primary(page) == "send_back"
    assert "5 looked at, 5 bad" in re.sub(r"<[^>]+>", "", page)


def test_a_held_lot_is_released_by_another_person(works: PlantAtWork, lot, client_for) -> None:
    chen = client_for(works.chen)
    assert "hold" in sheets(page_of(chen, lot))
    hold = send(chen, "holds", material_lot=lot.no, reason="Wet case").json()["hold"]["no"]
    page = page_of(chen, lot)
    assert primary(page) == "release"
    assert "Wet case" in page
    assert f"/api/v1/holds/{hold}/release" not in page
    other = client_for(make_person("rana", works.plant, "supervisor"))
    assert f"/api/v1/holds/{hold}/release" in page_of(other, lot)
    assert 'name="second.badge"' not in page_of(other, lot)
    assert send(other, f"holds/{hold}/release", reason="Dried").status_code == 200
    assert "release" not in sheets(page_of(other, lot))


def test_what_no_person_held_is_released_by_two(works: PlantAtWork, lot, client_for) -> None:
    Hold.objects.create(
        plant=works.plant, no="H-1", subject="material", material=lot, cause="containment",
        reason="Cracked",
    )  # fmt: skip
    page = page_of(client_for(works.chen), lot)
    assert "/api/v1/holds/H-1/release" in page
    assert 'name="second.badge"' in page


def test_a_scanned_lot_opens_its_page_and_nobodys_does_not(
    store: Client, lot: MaterialLot, client_for
) -> None:
    scanned = store.get(f"/store/LHR/stock/?find={lot.no}")
    assert scanned.headers["Location"] == f"/store/LHR/material-lots/{lot.no}/"
    assert store.get("/store/LHR/stock/?find=M-NOWHERE").status_code == 200
    assert store.get("/store/LHR/material-lots/M-NOWHERE/").status_code == 404
    other = client_for(a_plant("HRP").people["dana"])
    assert other.get(f"/store/LHR/material-lots/{lot.no}/").status_code == 404
    assert other.get(f"/store/HRP/stock/?find={lot.no}").status_code == 200


def test_an_expired_lot_says_so(store: Client, lot: MaterialLot) -> None:
    MaterialLot.objects.filter(pk=lot.pk).update(expires_on=timezone.localdate().replace(year=2020))
    assert "· expired" in re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page_of(store, lot)))


def test_the_holds_page_finds_a_material_lot(works: PlantAtWork, lot, client_for) -> None:
    page = client_for(works.chen).get(f"/holds/LHR/?subject=material&name={lot.no}")
    assert f'name="material_lot" value="{lot.no}"' in page.content.decode()
