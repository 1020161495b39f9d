"""A tablet becomes a station's device by a code: issued by a manager, used once, soon over."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from mes.kernel.refusals import Refusal
from plants.actions.enrolment import enrol, issue_code
from plants.models import DeviceToken, PinGuard
from plants.queries.tokens import forget_tokens, token_facts
from plants.rules.enrolment import ALPHABET, code_in

STATION = "LHR-B-MMI1"


def asked(station: str = STATION) -> dict[str, str]:
    """The form of a page that was just opened."""
    return {"event_id": str(uuid4()), "station": station}


@pytest.fixture
def code(works) -> str:
    return issue_code(station=works.station("MMI1"), by=works.people["fay"], now=timezone.now())


@pytest.mark.parametrize(
    "typed",
    ["ABCD-EFGH", "abcdefgh", " abcd efgh ", "http://mes.plant:8000/enrol/?code=ABCD-EFGH",
     "HTTP://MES.PLANT/ENROL/?CODE=ABCD-EFGH"],
)  # fmt: skip
def test_a_code_is_read_as_typed_or_as_scanned(typed: str) -> None:
    assert code_in(typed) == "ABCD-EFGH"


@pytest.mark.parametrize(
    "typed", ["", "ABCD-EFG", "ABCD-EFG0", "ABCD-EFGHJ", "ABCD-EFG۵", "?code="]
)
def test_what_is_no_code_is_none(typed: str) -> None:
    assert code_in(typed) == ""


@pytest.mark.django_db(transaction=True)
def test_a_tablet_gives_the_code_and_stands_at_the_station(works, code) -> None:
    tablet = Client()
    assert 'value="' + code in tablet.get(f"/enrol/?code={code}").content.decode()

    answer = tablet.post("/enrol/", {"code": code.lower()})

    assert (answer.status_code, answer["Location"]) == (302, "/enrol/")
    bearer = tablet.cookies["mes_board"].value
    assert tablet.cookies["mes_board"]["httponly"]
    facts = token_facts(bearer)
    assert facts is not None
    assert (facts.station_id, facts.plant_wide) == (works.station("MMI1").pk, False)
    assert f"This tablet stands at {STATION}" in tablet.get("/enrol/").content.decode()
    assert STATION in tablet.get("/sign-in/").content.decode()
    assert tablet.get("/boards/LHR-B/").status_code == 200
    words = LogEntry.objects.order_by("pk").values_list("user__username", "change_message")
    assert list(words) == [("fay", "enrolment code issued"), ("fay", "tablet enrolled")]


@pytest.mark.django_db(transaction=True)
def test_a_code_is_used_once(works, code) -> None:
    enrol(code=code, guard="one", now=timezone.now())
    before = DeviceToken.objects.get().secret_hash

    answer = Client().post("/enrol/", {"code": code})

    assert answer.status_code == 403
    assert "was used" in answer.content.decode()
    assert "mes_board" not in answer.cookies
    assert bytes(DeviceToken.objects.get().secret_hash) == bytes(before)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("why", ["over", "withdrawn", "closed"])
def test_a_code_that_is_over_or_withdrawn_enrols_nothing(works, code, why: str) -> None:
    later = timezone.now()
    if why == "over":
        later += timedelta(minutes=15, seconds=1)
    elif why == "withdrawn":
        DeviceToken.objects.update(revoked_at=later)
    else:
        type(works.station("MMI1")).objects.filter(code=STATION).update(active=False)

    with pytest.raises(Refusal) as no:
        enrol(code=code, guard="one", now=later)

    assert no.value.code == "enrol_code"
    assert DeviceToken.objects.get().expires_at is not None


@pytest.mark.django_db(transaction=True)
def test_twenty_wrong_codes_shut_the_tablet_out_for_the_hour_even_with_the_right_one(
    works, code
) -> None:
    tablet = Client()
    wrong = "ABCD-EFGH" if code != "ABCD-EFGH" else "ABCD-EFGJ"

    told = [tablet.post("/enrol/", {"code": wrong}).status_code for _ in range(20)]

    assert told == [403] * 19 + [429]
    assert tablet.post("/enrol/", {"code": code}).status_code == 429
    assert PinGuard.objects.get().wrong == 20
    assert DeviceToken.objects.get().expires_at is not None


@pytest.mark.django_db
def test_a_waiting_code_is_no_bearer(works, code) -> None:
    forget_tokens()
    number = DeviceToken.objects.get().pk
    for said in (code, f"enrol:{code}", f"\u00ffenrol:{code}"):
        assert token_facts(f"mes_{number}_{said}") is None


@pytest.mark.django_db
def test_a_manager_makes_a_code_for_a_station_of_the_plant(works, client_for) -> None:
    fay = client_for(works.people["fay"])

    page = fay.post("/devices/LHR/", asked()).content.decode()

    (code,) = re.findall(
        rf"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", re.sub(r"<svg.*?</svg>", "", page)
    )
    assert 'aria-label="QR"' in page
    token = DeviceToken.objects.get()
    assert token.station == works.station("MMI1")
    assert code not in fay.get("/devices/LHR/").content.decode()


@pytest.mark.django_db
def test_a_reload_makes_no_other_code_and_a_new_one_ends_the_one_that_waits(
    works, client_for
) -> None:
    fay, form = client_for(works.people["fay"]), asked()
    for _ in range(2):
        assert fay.post("/devices/LHR/", form).status_code == 200
    first = DeviceToken.objects.get()
    fay.post("/devices/LHR/", asked())
    first.refresh_from_db()
    assert first.revoked_at is not None
    assert DeviceToken.objects.filter(revoked_at=None).count() == 1
    assert fay.post("/devices/LHR/", {"station": STATION}).status_code == 422


@pytest.mark.django_db
def test_nobody_else_makes_one_and_no_other_plants_station_is_known(
    works, other_works, client_for
) -> None:
    chen = client_for(works.people["chen"])  # leads a line: sees the devices, makes no code
    assert "disabled" in chen.get("/devices/LHR/").content.decode()
    assert chen.post("/devices/LHR/", asked()).status_code == 403
    for name in ("ana", "bo", "esa"):
        client = client_for(works.people[name])
        assert client.get("/devices/LHR/").status_code == 404
        assert client.post("/devices/LHR/", asked()).status_code == 404
    fay = client_for(works.people["fay"])
    foreign = other_works.station("MMI1").code
    assert "There is no station" in fay.post("/devices/LHR/", asked(foreign)).content.decode()
    assert client_for(other_works.people["fay"]).get("/devices/LHR/").status_code == 404
    assert not DeviceToken.objects.exists()
