"""A shift of a line from the first badge to the signed handover, through HTTP only."""

import base64
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone
from PIL import Image

from lines.actions.running.escalations import escalate_calls
from plants.models import Line, Person, Role
from plants.queries.facts import forget_facts
from plants.queries.shifts import forget_shifts
from tests.calls import fetch, send
from tests.factories import PIN, make_person
from tests.flows.floor import Answer, Floor
from tests.ledger import a_shift

pytestmark = pytest.mark.django_db(transaction=True)  # the handover counts what is committed
SKU = "NOVA-X2-SLT-SKD"
LINE = "LHR-B"
AGE = f"{LINE}-AGE"


def yes(answer: Any, status: int = 201) -> Answer:
    assert answer.status_code == status, answer.content.decode()
    return dict(answer.json())


def no(answer: Any) -> str:
    assert answer.status_code >= 400, answer.content.decode()
    return str(answer.json()["code"])


def signs(username: str) -> dict[str, str]:
    """The badge and PIN of a person who stands beside."""
    return {"badge": badge(username), "pin": PIN}


def badge(username: str) -> str:
    return Person.objects.get(username=username).badge or ""


def picture() -> str:
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(made, "PNG")
    return base64.b64encode(made.getvalue()).decode()


@pytest.fixture
def floor(floor_of: Callable[[str, str], Floor]) -> Floor:
    """The line B while its shift runs; a second supervisor comes for the next one."""
    floor = floor_of(LINE, "NOVA-X2")
    line = Line.objects.get(code=LINE)
    forget_shifts()
    a_shift(line, start=timezone.now() - timedelta(hours=3))
    make_person("next_supervisor", line.plant, Role.SUPERVISOR)
    Person.objects.update(pin=make_password(PIN))
    return floor


def rules(floor: Floor) -> None:
    """What the plant asks of the ageing chamber, who is called, why lines stop: as tables."""
    admin = floor.person("admin")
    timed = [{"code": "AGE", "timed": "yes"}]
    yes(send(admin, "tables/operations?commit=1&plant=LHR", rows=timed))
    reasons = [{"code": "shield-box", "group": "machine", "name": "Shield box fails"}]
    yes(send(admin, "tables/stop-reasons?commit=1&plant=LHR", rows=reasons))
    boss, lead = floor.person("manager"), floor.person("qa_lead")
    for level, minutes, role in ((1, 5, "supervisor"), (2, 15, "manager")):
        said = {"plant": "LHR", "level": level, "minutes": minutes, "role": role}
        yes(send(boss, "escalation-levels", **said))
    yes(send(lead, "skills", plant="LHR", code="CHAMBER", name="Ageing chamber"))
    need = {"plant": "LHR", "operation": "AGE", "skill": "CHAMBER", "level": 2}
    yes(send(lead, "skill-needs", **need))
    forget_facts()


def crew(floor: Floor) -> str:
    """One is taught, the other is let work this shift; the number of what both must read."""
    chief, lead = floor.person("supervisor"), floor.person("qa_lead")
    for username in ("operator", "operator2"):
        assert no(send(chief, "crew", station=AGE, badge=badge(username))) == "not_qualified"
    taught = {"plant": "LHR", "badge": badge("operator2"), "skill": "CHAMBER", "level": 3}
    yes(send(lead, "trainings", **taught, given_by="Bo", given_on="2026-01-05"))
    let = {"station": AGE, "badge": badge("operator"), "reason": "Two are ill"}
    one = floor.person("operator")
    assert no(send(one, "crew/override", **let)) == "second_needed"
    allowed = yes(send(one, "crew/override", **let, second=signs("supervisor")))
    assert allowed["gaps"] == ["Ageing chamber"]
    forget_facts()
    for username in ("operator", "operator2"):
        assert yes(send(chief, "crew", station=AGE, badge=badge(username)))["new"] is True

    wish = {"plant": "LHR", "operation": "AGE", "title": "Load the chamber", "required": True}
    drafted = yes(send(lead, "instructions", **wish, content=picture()))["instruction"]["no"]
    assert no(send(lead, f"instructions/{drafted}/release")) == "same_person"
    yes(send(chief, f"instructions/{drafted}/release"), 200)
    forget_facts()
    yes(send(chief, f"lines/{LINE}/shift-start", checks=["esd", "jigs"]))
    return str(drafted)


def up_to(floor: Floor, order: str, *, last: str) -> str:
    """A phone that has passed `last`; nothing after it."""
    unit = str(floor.start(order)["unit"])
    steps = [("ASM-01", "camera"), ("ASM-02", "battery"), ("ASM-03", "display")]
    for operation, part in steps if last != "ASM-IN" else []:
        floor.pass_(operation, unit, part=part)
    tests = ["SEMI", "MMI1", "AUD", "CAM", "CPL"]
    for operation in tests[: tests.index(last) + 1] if last in tests else []:
        floor.test(operation, unit)
    return unit


def cut(chief: Client, **more: int) -> list[str]:
    """The power is gone and back; the units that must be worked again."""
    stop = yes(send(chief, "stops", line=LINE, group="power"))["stop"]["no"]
    moment = timezone.now().isoformat()
    caught = yes(send(chief, f"lines/{LINE}/power-cut", cut_at=moment, **more))["marked"]
    yes(send(chief, f"stops/{stop}/end"), 200)
    return sorted(caught)


def test_a_shift_is_run_from_the_first_badge_to_the_signed_handover(floor: Floor) -> None:
    rules(floor)
    sheet = crew(floor)
    chief, operator = floor.person("supervisor"), floor.person("operator")
    order = floor.order(SKU, floor.kit_lot(SKU, "skd", sets=5), quantity=5)
    ageing, tested, fresh = (up_to(floor, order, last=last) for last in ("CPL", "SEMI", "ASM-IN"))

    # Nobody loads the chamber before they have read how.
    loaded = {"station": AGE, "identifier": ageing}
    assert no(send(floor.device("AGE"), "scans", **loaded)) == "read_instruction"
    for who in (operator, floor.person("operator2")):
        yes(send(who, f"instructions/{sheet}/read", station=AGE))
    forget_facts()

    # The shield box fails: raised at the station, told higher up, answered, mended, explained.
    box = {"station": f"{LINE}-CPL", "group": "machine"}
    call = yes(send(floor.device("CPL"), "stops", **box, note="Box 2 is red"))["stop"]["no"]
    assert escalate_calls(now=timezone.now() + timedelta(minutes=6)) == 1
    told = fetch(chief, "escalations", plant="LHR").json()
    assert [(row["stop"], row["level"]) for row in told] == [(call, 1)]
    came = yes(send(chief, f"stops/{call}/acknowledge"), 200)["stop"]
    assert came["acknowledged_by"] is not None
    assert escalate_calls(now=timezone.now() + timedelta(minutes=16)) == 0
    yes(send(chief, f"stops/{call}/end"), 200)
    assert no(send(chief, f"stops/{call}/reason", reason="no-such")) == "unknown_thing"
    why = yes(send(chief, f"stops/{call}/reason", reason="shield-box"), 200)
    assert (why["stop"]["group"], why["stop"]["reason"]) == ("machine", "shield-box")

    # The power goes: what stands in the chamber is begun again before its pass counts.
    assert cut(chief, minutes=0) == [ageing]
    assert no(send(floor.device("AGE"), "scans", **loaded)) == "retest_after_cut"
    yes(send(operator, "units/look", **loaded, kind="restart"))
    floor.pass_("AGE", ageing)
    # It goes again: what was tested lately and what had come to a tester is tested once more.
    assert cut(chief) == sorted([ageing, tested])
    onward = {"station": f"{LINE}-MMI1", "identifier": tested}
    asked = send(floor.device("MMI1"), "units/validate", **onward)
    assert asked.json()["code"] == "retest_after_cut"
    floor.test("SEMI", tested)
    floor.test("MMI2", ageing)
    assert chief.get(f"/lines/{LINE}/retests/").context["open"] == []

    # The hour is explained, the shift counted and signed by both supervisors.
    hour = timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(hours=1)
    yes(
        send(
            chief, f"lines/{LINE}/hours/reason", hour=hour.isoformat(), reason="shield-box", units=7
        )
    )
    assert no(send(chief, f"lines/{LINE}/handover", note="Box 2")) == "second_needed"
    signed = {"note": "CPL box 2 watched", "second": signs("next_supervisor")}
    paper = yes(send(chief, f"lines/{LINE}/handover", **signed))
    draft = fetch(chief, f"lines/{LINE}/handover").json()["balance"]
    assert (draft["wip_before"], draft["wip"], draft["unexplained"]) == (3, 3, 0), paper
    assert floor.unit(fresh)["state"] == "in_process"
