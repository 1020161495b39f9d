"""A first article is inspected by one person and judged by another, over pages and the API."""

import pytest
from django.utils import timezone

from lines.models import FIRST_ARTICLE, Clearance, StartCheck
from plants.models import Role
from quality.actions.plans import draft_plan, release_plan
from quality.models import FaiItem, FaiSheet
from quality.rules.fai import ITEMS
from quality.rules.plans import PlanStepFacts
from tests.calls import fetch, send
from tests.factories import make_model, make_operation, make_person
from tests.plant import PlantAtWork, a_unit

STEPS = (PlanStepFacts(1, "level", "Level", "numeric", low=0, high=10),)


@pytest.fixture
def lead(works: PlantAtWork):
    return make_person("lead", works.plant, Role.QA_LEAD)


def opened(works: PlantAtWork, client, units: int = 2) -> str:
    serials = [a_unit(works, past="AGE").serial for _ in range(units)]
    told = send(client, "first-articles", work_order=works.order.no, serials=serials)
    assert told.status_code == 201, told.content
    return told.json()["first_article"]["no"]


def inspected(client, no: str, *, bad: str = "") -> None:
    sheet = FaiSheet.objects.get(no=no)
    items = [
        {"serial": serial, "item": item, "found": "seen", "good": item != bad}
        for serial in sheet.serials
        for item in ITEMS
    ]
    told = send(client, f"first-articles/{no}/inspect", items=items)
    assert told.status_code == 200, told.content


def stands(works: PlantAtWork) -> bool:
    rows = Clearance.objects.filter(order=works.order, gate=FIRST_ARTICLE, revoked_at=None)
    return rows.exists()


def test_an_approved_sheet_clears_the_order_and_a_revoked_one_does_not(
    works, client_for, lead
) -> None:
    bo, head = client_for(works.bo), client_for(lead)
    no = opened(works, bo)
    assert send(head, f"first-articles/{no}/judge", good=True).json()["code"] == "wrong_state"
    inspected(bo, no)
    assert not stands(works)

    assert send(head, f"first-articles/{no}/judge", good=True).status_code == 200
    assert stands(works)
    assert FaiItem.objects.count() == 2 * len(ITEMS)
    assert StartCheck.objects.get().serials == FaiSheet.objects.get().serials

    assert send(bo, f"first-articles/{no}/revoke").json()["code"] == "reason_needed"
    assert send(bo, f"first-articles/{no}/revoke", reason="New firmware").status_code == 200
    assert not stands(works)
    assert fetch(bo, "first-articles").json()["results"][0]["state"] == "approved"


def test_who_inspected_does_not_judge_and_a_bad_item_is_not_approved(
    works, client_for, lead
) -> None:
    bo, head = client_for(works.bo), client_for(lead)
    own = opened(works, head, 1)
    inspected(head, own)
    assert send(head, f"first-articles/{own}/judge", good=True).json()["code"] == "same_person"
    no = opened(works, bo, 1)
    inspected(bo, no, bad="parts")

    assert send(bo, f"first-articles/{no}/judge", good=True).status_code == 403
    assert send(head, f"first-articles/{no}/judge", good=True).json()["code"] == "fai_items_bad"
    assert send(head, f"first-articles/{no}/judge", good=False).json()["code"] == "reason_needed"
    told = send(head, f"first-articles/{no}/judge", good=False, note="A screw is missing")
    assert told.json()["first_article"]["state"] == "rejected"
    assert not stands(works)


@pytest.mark.parametrize("count", [0, 6])
def test_a_sheet_is_of_one_to_five_units(works, client_for, count) -> None:
    told = send(
        client_for(works.bo), "first-articles", work_order=works.order.no, serials=["X"] * count
    )

    assert told.status_code == 422


def test_the_pages_open_inspect_and_judge(works, client_for, lead) -> None:
    bo, head = client_for(works.bo), client_for(lead)
    unit = a_unit(works, past="AGE")
    event = "0199aaaa-0000-7000-8000-00000000000"
    base = f"/first-articles/{works.plant.code}/"
    form = {"work_order": works.order.no, "serials": unit.serial}
    made = bo.post(f"{base}open/", {**form, "event_id": f"{event}1"})
    assert made.status_code == 302
    page = made["Location"]
    ticked = {f"{item}-0": "good" for item in ITEMS}
    assert bo.post(f"{page}inspect/", {**ticked, "event_id": f"{event}2"}).status_code == 302
    assert b"Another person" in bo.get(page).content
    assert b'value="approve"' in head.get(page).content
    judged = {"verdict": "approve", "event_id": f"{event}3"}
    assert bo.post(f"{page}judge/", judged).status_code == 409
    assert head.post(f"{page}judge/", {**judged, "event_id": f"{event}4"}).status_code == 302

    assert stands(works)
    assert client_for(works.ana).get(base).status_code == 404


def approved(works, client_for, lead) -> None:
    bo, head = client_for(works.bo), client_for(lead)
    no = opened(works, bo, 1)
    inspected(bo, no)
    assert send(head, f"first-articles/{no}/judge", good=True).status_code == 200


def taken_back() -> list[tuple[str, str]]:
    rows = StartCheck.objects.filter(kind="revoked").order_by("at")
    return list(rows.values_list("trigger", "note"))


def test_a_released_plan_makes_the_first_article_of_its_model_due_again(
    works, client_for, lead
) -> None:
    approved(works, client_for, lead)
    other = make_model("OTHER")
    for model, operation in ((other, "MMI1"), (works.model, "CAM")):
        made = draft_plan(
            model=model, operation=make_operation(operation, "test"), steps=STEPS, by=works.bo.pk
        )
        release_plan(plan_id=made.pk, by=lead.pk, now=timezone.now())
    abroad = draft_plan(
        model=works.model, operation=works.operations["MMI1"], steps=STEPS, market="AE",
        by=works.bo.pk,
    )  # fmt: skip
    release_plan(plan_id=abroad.pk, by=lead.pk, now=timezone.now())
    assert stands(works)
    assert taken_back() == []

    ours = draft_plan(
        model=works.model, operation=works.operations["MMI1"], steps=STEPS, program="rf.py",
        program_version="2", by=works.bo.pk,
    )  # fmt: skip
    assert stands(works)  # a draft changes nothing
    release_plan(plan_id=ours.pk, by=lead.pk, now=timezone.now())
    assert not stands(works)
    assert taken_back() == [("firmware", f"NOVA-5G MMI1 v{ours.version} rf.py 2")]


def test_a_serviced_instrument_makes_the_first_articles_of_its_line_due_again(
    works, client_for, lead
) -> None:
    approved(works, client_for, lead)
    bo = client_for(works.bo)
    wish = {"kind": "instrument", "name": "Meter", "interval_days": 30}
    for code, station in (("PM-1", "LHR-B-MMI1"), ("PM-2", "")):
        where = {"station": station} if station else {"plant": "LHR"}
        assert send(bo, "equipment", code=code, **wish, **where).status_code == 201
    told = {"result": "passed", "made_on": timezone.localdate().isoformat()}
    assert send(bo, "equipment/PM-2/records", **told).status_code == 201
    assert stands(works)

    assert send(bo, "equipment/PM-1/records", **told).status_code == 201
    assert not stands(works)
    assert taken_back() == [("repair", "PM-1: Passed")]
