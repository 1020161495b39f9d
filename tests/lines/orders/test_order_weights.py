"""What an order's boxes may weigh, and what goods need before they leave, written on pages."""

import re

import pytest
from django.test import Client

from lines.models import ShippingPolicy
from tests.calls import send
from tests.factories import make_person
from tests.plant import PlantAtWork

pytestmark = pytest.mark.django_db


def words(client: Client, address: str) -> str:
    page = re.sub(r"<[^>]+>", " ", client.get(address).content.decode())
    return re.sub(r"\s+", " ", page)


def test_limits_by_hand_stand_on_the_order_until_they_are_taken_back(
    works: PlantAtWork, client_for
) -> None:
    chen, page = client_for(works.chen), f"/orders/LHR/{works.order.no}/"
    assert "Gift box not known yet Carton not known yet" in words(chen, page)
    address = f"work-orders/{works.order.no}/weights"
    assert f'data-api="/api/v1/{address}"' in chen.get(page).content.decode()
    limits = {"kind": "box", "low": "412.0", "high": "436.5", "reason": "New charger"}
    assert send(chen, address, **limits).status_code == 201
    assert "Gift box 412.0–436.5 g by hand: New charger" in words(chen, page)
    assert send(chen, address, kind="box", reason="Learned again").status_code == 201
    assert "Gift box not known yet" in words(chen, page)
    assert "Set limits by hand" not in words(client_for(works.people["esa"]), page)


def test_the_plant_manager_writes_what_goods_need(works: PlantAtWork, client_for) -> None:
    manager = client_for(make_person("huma", works.plant, "manager"))
    page = manager.get("/packing/LHR/").content.decode()
    assert 'name="oqc_before_ship" checked' in page
    assert page.count("btn-compact") > client_for(works.chen).get(
        "/packing/LHR/"
    ).content.decode().count("btn-compact")
    said = {"plant": "LHR", "oqc_before_ship": False, "gs1_prefix": "896400123"}
    assert send(manager, "shipping-policy", **said, pallet_cartons=36).status_code == 200
    policy = ShippingPolicy.of(works.plant.pk)
    assert (policy.oqc_before_ship, policy.registered_before_ship) == (False, True)
    page = manager.get("/packing/LHR/").content.decode()
    assert 'name="oqc_before_ship">' in page
    assert 'value="896400123"' in page
    assert 'value="36"' in page
