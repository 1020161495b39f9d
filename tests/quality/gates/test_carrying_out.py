"""What the review board decided is done: scrapped, sent back or let go, once."""

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from lines.actions.holds import place_hold
from lines.models import Hold, HoldSubject, Move, PartMove
from quality.models import NcrEvent, Nonconformance
from tests.factories import make_person, signed
from tests.lines.line_side.material import Stores, stores_of
from tests.plant import PlantAtWork, a_unit
from tests.quality.gates.test_nonconformances import post


@pytest.fixture
def lena(works: PlantAtWork):
    return make_person("lena", works.plant, "qa_lead")


@pytest.fixture
def bo(works: PlantAtWork, client_for) -> Client:
    client: Client = client_for(works.bo)
    return client


def decided(
    works: PlantAtWork, bo: Client, lena, held: tuple[HoldSubject, int], what: str
) -> tuple[str, Hold]:
    """A nonconformance about a held thing, of which the board has said what becomes of it."""
    hold = place_hold(
        plant_id=works.plant.pk, subject=held[0], subject_id=held[1], cause="manual",
        reason="Bent frame", by=works.chen.pk,
    )  # fmt: skip
    body = {"hold": hold.no, "title": "Bent frame", "owner": "chen"}
    opened = post(bo, "nonconformances", **body, due=str(timezone.localdate()))
    path = f"nonconformances/{opened.json()['nonconformance']['no']}"
    assert post(bo, f"{path}/carry-out").json()["code"] == "wrong_state"
    answer = post(bo, f"{path}/decide", disposition=what, second=signed(lena))
    assert answer.status_code == 200, answer.content
    return path, hold


def test_a_unit_is_scrapped_as_the_two_of_the_board_decided(works, bo, lena, client_for) -> None:
    unit, chen = a_unit(works, past="AGE"), client_for(works.chen)
    path, hold = decided(works, bo, lena, (HoldSubject.UNIT, unit.pk), "scrap")
    post(bo, f"{path}/change", cause="Jig worn out")
    assert post(bo, f"{path}/close").json()["code"] == "ncr_not_carried"
    page = chen.get(f"/quality/LHR/{path}/").content.decode()
    assert f'data-api="/api/v1/{path}/carry-out"' in page
    assert "Close it" not in page

    done = post(chen, f"{path}/carry-out")

    assert (done.status_code, done.json()["code"]) == (200, "ncr_carried")
    unit.refresh_from_db()
    hold.refresh_from_db()
    assert (unit.state, hold.released_at is None) == ("scrapped", False)
    move = Move.objects.get(unit_id=unit.pk)
    assert (move.kind, move.person_id) == ("scrap", works.chen.pk)
    signatures = Hold.objects.get(unit=unit, cause="scrap")
    assert (signatures.placed_by, signatures.released_by) == (works.bo, lena)
    event = NcrEvent.objects.get(kind="carried")
    assert (event.note, event.person_id) == (f"{unit.serial} scrapped", works.chen.pk)
    assert post(chen, f"{path}/carry-out").json()["code"] == "wrong_state"
    assert post(bo, f"{path}/close").status_code == 200


@pytest.mark.parametrize(("state", "code"), [("in_repair", "in_repair"), ("packed", "wrong_state")])
def test_a_unit_that_stands_elsewhere_is_not_scrapped_over_its_head(
    works, bo, lena, state: str, code: str
) -> None:
    unit = a_unit(works, past="AGE", state=state)
    path, hold = decided(works, bo, lena, (HoldSubject.UNIT, unit.pk), "scrap")
    assert post(bo, f"{path}/carry-out").json()["code"] == code
    unit.refresh_from_db()
    hold.refresh_from_db()
    assert (unit.state, hold.released_at) == (state, None)
    assert not NcrEvent.objects.filter(kind="carried").exists()


@pytest.fixture
def stores(works: PlantAtWork) -> Stores:
    return stores_of(works)


def moved() -> list[tuple[str, int]]:
    kinds = ["scrapped", "line_scrap", "returned", "sent_back"]
    rows = PartMove.objects.filter(kind__in=kinds).order_by("kind", "quantity")
    return list(rows.values_list("kind", "quantity"))


def test_every_piece_of_a_lot_goes_to_scrap(works, bo, lena, stores: Stores) -> None:
    lot = stores.lot("speaker", 40)
    stores.issue(lot, 12, order=works.order)
    path, hold = decided(works, bo, lena, (HoldSubject.MATERIAL, lot.pk), "scrap")
    assert post(bo, f"{path}/carry-out").status_code == 200
    assert moved() == [("line_scrap", 12), ("scrapped", 28)]
    assert (stores.at(stores.scrap, lot), stores.at(stores.side, lot)) == (40, 0)
    assert NcrEvent.objects.get(kind="carried").note == f"40 pieces of {lot.no} to SCRAP"
    hold.refresh_from_db()
    assert hold.release_reason == f"{Nonconformance.objects.get().no}: Scrap"


def test_every_piece_of_a_lot_goes_back_to_its_supplier(works, bo, lena, stores: Stores) -> None:
    lot = stores.lot("speaker", 40)
    stores.issue(lot, 12)
    path, _ = decided(works, bo, lena, (HoldSubject.MATERIAL, lot.pk), "return")
    event = str(uuid4())
    for status in (200, 200):
        assert post(bo, f"{path}/carry-out", event_id=event).status_code == status
    assert moved() == [("returned", 12), ("sent_back", 12), ("sent_back", 28)]


def test_what_is_good_goes_on_and_a_line_is_no_unit(works, bo, lena) -> None:
    unit = a_unit(works, past="AGE")
    path, _ = decided(works, bo, lena, (HoldSubject.UNIT, unit.pk), "use_as_is")
    assert post(bo, f"{path}/carry-out").status_code == 200
    assert NcrEvent.objects.get(kind="carried").note == "Use as is"
    path, hold = decided(works, bo, lena, (HoldSubject.LINE, works.line.pk), "scrap")
    assert post(bo, f"{path}/carry-out").json()["code"] == "ncr_by_hand"
    hold.refresh_from_db()
    assert hold.released_at is None
