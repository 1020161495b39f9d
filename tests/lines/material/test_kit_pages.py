"""Whole sets on their page: an order without a list of parts is issued its sets from there."""

import re

import pytest
from django.test import Client

from lines.models import KitLot, WorkOrder
from lines.queries.material import kits
from tests.calls import send
from tests.plant import PlantAtWork, a_plant
from tests.verify.breaks_of_material import a_listed

pytestmark = pytest.mark.django_db


@pytest.fixture
def lot(works: PlantAtWork) -> KitLot:
    """1,200 sets as the list promises, none received yet; the order has no bill and no set."""
    lot = KitLot.objects.get(consignment=a_listed(works, "CN-1", pieces=1200))
    WorkOrder.objects.filter(pk=works.order.pk).update(bom=None, kit_lot=None)
    return lot


@pytest.fixture
def store(works: PlantAtWork, client_for) -> Client:
    client: Client = client_for(works.people["dana"])
    return client


def page_of(client: Client, query: str = "") -> str:
    page = client.get(f"/store/LHR/kits/{query}").content.decode()
    return re.sub(r"\s+", " ", page)


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_sets_are_received_issued_and_returned_from_the_page(
    works: PlantAtWork, lot: KitLot, store: Client
) -> None:
    page = page_of(store)
    assert "No set of it is in the store." in page
    assert (
        f'data-api="/api/v1/kits/receive"><input type="hidden" name="lot" value="{lot.no}">' in page
    )
    assert send(store, "kits/receive", lot=lot.no, sets=30).status_code == 201
    wants = works.order.places.filter(unit=None, kitted=False).count()
    page = page_of(store)
    assert f'<option value="{lot.no}">{lot.no} · 30</option>' in page
    assert f'name="sets" type="number" min="1" max="1000000" value="{min(30, wants)}"' in page
    out = {"lot": lot.no, "work_order": works.order.no}
    assert send(store, "kits/issue", **out, sets=min(30, wants)).status_code == 201
    assert send(store, "kits/return", **out, sets=1).status_code == 201
    assert f"1,200 30 {min(30, wants)} 1 {31 - min(30, wants)}" in words(page_of(store)).replace(
        " , ", ","
    )


def test_a_held_lot_is_offered_to_no_order(works, lot, store: Client, client_for) -> None:
    send(store, "kits/receive", lot=lot.no, sets=30)
    send(client_for(works.chen), "holds", lot=lot.no, reason="Wrong colour")
    page = page_of(store)
    assert f'<option value="{lot.no}">' not in page
    assert "held" in words(page)


def test_picking_leads_to_the_orders_it_cannot_serve(works, lot, store: Client) -> None:
    refused = send(store, "pick-lists", work_order=works.order.no, sets=1)
    assert refused.json()["code"] == "no_bom"
    page = store.get("/store/LHR/picks/").content.decode()
    assert "1 order without a bill of material: issue whole sets" in page
    assert 'href="/store/LHR/kits/"' in page


def test_a_scan_finds_a_lot_and_another_plants_is_nowhere(works, lot, store, client_for) -> None:
    assert lot.no in words(page_of(store, f"?find={lot.no}"))
    other = client_for(a_plant("HRP").people["dana"])
    theirs = other.get(f"/store/HRP/kits/?find={lot.no}").content.decode()
    assert "Nothing of that lies in the store." in theirs
    assert other.get("/store/LHR/kits/").status_code == 404
    assert "issue-sheet" in page_of(client_for(works.ana))
    assert 'data-api="/api/v1/kits/receive"' not in page_of(client_for(works.ana))


def test_an_order_finds_its_lots_and_is_offered_sets_behind_any_number_of_others(
    works, lot, store: Client, monkeypatch
) -> None:
    send(store, "kits/receive", lot=lot.no, sets=30)
    monkeypatch.setattr(kits.kit_lots, "__kwdefaults__", {"find": "", "most": 0})
    page = page_of(store, f"?find={works.order.no}")
    assert f'<option value="{lot.no}">{lot.no} · 30</option>' in page
    monkeypatch.undo()
    assert "Nothing of that lies in the store." not in words(
        page_of(store, f"?find={works.order.no}")
    )
