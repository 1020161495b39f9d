"""Cartons onto pallets: which may stand together, and what opening and closing asks for."""

import pytest

from lines.models import HandlingUnit, PalletEvent, ShippingPolicy
from tests.calls import fetch, send
from tests.factories import make_order
from tests.lines.shipping.goods import a_carton, no_gates
from tests.plant import a_plant


@pytest.fixture
def store(works, client_for):
    no_gates(works)
    return client_for(works.people["dana"])


def opened(store, carton: str) -> dict:
    answer = send(store, "pallets", carton=carton)
    assert answer.status_code == 201, answer.content
    return answer.json()["pallet"]


def test_the_first_carton_opens_a_pallet_with_an_sscc_of_its_own(works, store):
    a_carton(works)
    pallet = opened(store, "CT-1")
    assert (pallet["state"], pallet["count"], pallet["work_order"]) == ("open", 1, works.order.no)
    assert pallet["sscc"] == "089640000000000014"
    found = fetch(store, f"pallets/00{pallet['sscc']}").json()
    assert [carton["no"] for carton in found["cartons"]] == ["CT-1"]
    assert [event["kind"] for event in found["events"]] == ["added", "opened"]


def test_numbers_follow_each_other_and_none_is_given_twice(works, store):
    for n in range(3):
        a_carton(works, f"CT-{n}", units=1)
    codes = [opened(store, f"CT-{n}")["sscc"] for n in range(3)]
    assert [code[:-1] for code in codes] == [f"0896400000000000{n}" for n in (1, 2, 3)]
    assert [code[-1] for code in codes] == ["4", "1", "8"]


def test_a_plant_without_a_prefix_has_its_own_numbers_only(works, client_for):
    a_carton(works)
    pallet = opened(client_for(works.people["dana"]), "CT-1")
    assert (pallet["sscc"], pallet["no"][:1]) == ("", "P")


def test_a_carton_stands_on_one_pallet(works, store):
    a_carton(works)
    first = opened(store, "CT-1")["no"]
    again = send(store, f"pallets/{first}/add", carton="CT-1")
    assert (again.status_code, again.json()["code"]) == (409, "on_pallet")
    assert again.json()["verdict"] == "duplicate"


@pytest.mark.parametrize(
    ("fields", "code"), [({"state": "open"}, "carton_still_open"), ({"units": 0}, "carton_empty")]
)
def test_only_a_closed_carton_with_phones_goes_on(works, store, fields, code):
    a_carton(works, **fields)
    answer = send(store, "pallets", carton="CT-1")
    assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert not HandlingUnit.objects.filter(kind="pallet").exists()


def test_a_pallet_of_one_order_takes_no_other_and_a_mixed_one_does(works, store):
    a_carton(works, units=1)
    no = opened(store, "CT-1")["no"]
    other = a_second_order(works)
    a_carton(works, "CT-2", units=1)
    answer = send(store, f"pallets/{no}/add", carton="CT-2")
    assert answer.json()["code"] == "mixed_pallet"
    ShippingPolicy.objects.update(mixing="variant")
    assert send(store, f"pallets/{no}/add", carton="CT-2").status_code == 201
    works.order = a_second_order(works, country="AE")
    a_carton(works, "CT-3", units=1)
    ShippingPolicy.objects.update(mixing="any")
    answer = send(store, f"pallets/{no}/add", carton="CT-3")
    assert (answer.json()["code"], "AE" in answer.json()["detail"]) == ("mixed_pallet", True)
    assert other.country == "PK"


def a_second_order(works, **fields):
    works.order = make_order(works.route, works.variant, works.line, **fields)
    return works.order


def test_a_full_pallet_takes_no_more(works, store):
    ShippingPolicy.objects.update(pallet_cartons=1)
    a_carton(works, units=1)
    a_carton(works, "CT-2", units=1)
    no = opened(store, "CT-1")["no"]
    assert send(store, f"pallets/{no}/add", carton="CT-2").json()["code"] == "pallet_full"


def test_a_closed_pallet_is_opened_with_a_reason_and_a_carton_taken_off_with_one(
    works, store, client_for
):
    a_carton(works)
    no = opened(store, "CT-1")["no"]
    assert send(store, f"pallets/{no}/close").json()["pallet"]["state"] == "closed"
    off = {"carton": "CT-1", "reason": "Corner crushed"}
    assert send(store, f"pallets/{no}/remove", **off).json()["code"] == "pallet_closed"
    assert send(store, f"pallets/{no}/reopen", reason=" ").json()["code"] == "reason_needed"
    assert send(store, f"pallets/{no}/reopen", reason="Corner crushed").status_code == 200
    assert send(store, f"pallets/{no}/remove", carton="CT-1", reason="").json()["code"] == (
        "reason_needed"
    )
    assert send(store, f"pallets/{no}/remove", **off).json()["pallet"]["count"] == 0
    assert send(store, f"pallets/{no}/close").json()["code"] == "pallet_empty"
    gone = send(store, f"pallets/{no}/close", reason="Not needed").json()["pallet"]
    assert gone["state"] == "emptied"
    kinds = PalletEvent.objects.order_by("pk").values_list("kind", "reason")
    assert list(kinds)[2:] == [
        ("closed", ""),
        ("reopened", "Corner crushed"),
        ("removed", "Corner crushed"),
        ("closed", "Not needed"),
    ]
    ana = send(client_for(works.ana), f"pallets/{no}/reopen", reason="x")
    assert ana.json()["code"] == "not_allowed"


def test_a_pallet_stands_where_it_was_put(works, store):
    a_carton(works)
    no = opened(store, "CT-1")["no"]
    put = send(store, f"pallets/{no}/place", place="fg-a-03")
    assert put.json()["pallet"]["place"] == "FG-A-03"
    assert fetch(store, "pallets", place="FG-A-03").json()["results"][0]["no"] == no


def test_another_plants_carton_and_pallet_are_unknown(works, store):
    other = a_plant("HRP")
    a_carton(other, "CT-H")
    assert send(store, "pallets", carton="CT-H").json()["code"] == "unknown_thing"
    assert fetch(store, "pallets/P26-999999").status_code == 404


def test_a_repeat_is_told_the_first_answer(works, store):
    a_carton(works)
    event_id = "0190aaaa-0000-7000-8000-00000000aaaa"
    first = send(store, "pallets", event_id=event_id, carton="CT-1")
    again = send(store, "pallets", event_id=event_id, carton="CT-1")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == {**first.json(), "replay": True}
