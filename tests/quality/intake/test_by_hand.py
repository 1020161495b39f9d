"""A plan of every kind of step, answered by a person: what the page asks and what it sends."""

import base64
import html
import json
import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from plants.models import Person
from quality.models import Attachment, TestRecord
from quality.models.released import forget_plans
from tests.factories import replace_plan
from tests.ledger import a_shift
from tests.plant import PlantAtWork, a_unit

pytestmark = pytest.mark.django_db

PHOTO = b"\xff\xd8\xff a scratch"
STEPS: list[dict[str, object]] = [
    {"name": "level", "kind": "numeric", "comparison": "GTLE", "low": 0, "high": 10},
    {"name": "lit", "kind": "boolean"},
    {"name": "firmware", "kind": "text", "pattern": r"V\d\.\d"},
    {"name": "curve", "kind": "array", "low": 0, "high": 10, "dimensions": ["MHz"]},
    {"name": "photo", "kind": "file"},
]
GOOD = {"level": 10, "lit": 1, "firmware": "V7.1", "curve": [[900, 3.5], [1800, 10]]}


@pytest.fixture
def ana(works: PlantAtWork, client_for: Callable[[Person], Client]) -> Client:
    a_shift(works.line, start=timezone.now() - timedelta(hours=2))
    replace_plan(works.model, works.operations["CPL"], STEPS)
    forget_plans()
    return client_for(works.ana)


def post(ana: Client, serial: str, measured: dict[str, object], photo: bytes | None = PHOTO):
    body = {
        "event_id": str(uuid.uuid4()), "station": "LHR-B-CPL", "identifier": serial,
        "outcome": "passed",
        "measurements": [{"name": name, "value": value} for name, value in measured.items()],
        "attachments": [] if photo is None else [
            {"name": "photo", "mime": "image/jpeg", "data": base64.b64encode(photo).decode()}
        ],
    }  # fmt: skip
    return ana.post("/api/v1/test-records", body, content_type="application/json")


def test_the_page_carries_the_whole_rule_of_each_step(works, ana) -> None:
    unit = a_unit(works, past="MMI1")

    page = ana.get(f"/station/LHR-B-CPL/test/?unit={unit.serial}").content.decode()

    found = re.findall(r'data-rule="([^"]*)"', page)
    rules = [json.loads(html.unescape(rule)) for rule in found]
    assert [rule["kind"] for rule in rules] == [step["kind"] for step in STEPS]
    assert rules[0]["comparison"] == "GTLE"
    assert rules[2]["pattern"] == r"V\d\.\d"
    assert rules[3]["dimensions"] == ["MHz"]
    assert page.count('type="file"') == 1 + 1  # the step, and the photo of a fault


def test_a_plan_of_every_kind_passes_as_a_person_sends_it(works, ana) -> None:
    answer = post(ana, a_unit(works, past="MMI1").serial, GOOD).json()

    assert (answer["verdict"], answer["routing"]["allowed"]) == ("ok", True)
    record = TestRecord.objects.get()
    assert (record.person_id, record.outcome) == (works.ana.pk, "passed")
    assert record.values == [10.0, 1.0, 1.0, 1.0, 1.0]
    assert Attachment.objects.get().size == len(PHOTO)


@pytest.mark.parametrize(
    ("wrong", "photo", "failed_step"),
    [
        ({"level": 0}, PHOTO, 1),
        ({"firmware": ""}, PHOTO, 3),
        ({"firmware": "V7.10"}, PHOTO, 3),
        ({"curve": 1}, PHOTO, 4),
        ({"curve": [[900, 11]]}, PHOTO, 4),
        ({}, None, 5),
    ],
)
def test_a_pass_that_one_step_denies_is_a_fail(works, ana, wrong, photo, failed_step) -> None:
    unit = a_unit(works, past="MMI1")

    answer = post(ana, unit.serial, {**GOOD, **wrong}, photo).json()

    assert answer["verdict"] == "refused"
    record = TestRecord.objects.get()
    assert (record.outcome, record.failed_step) == ("failed", failed_step)


def test_a_record_over_sixteen_megabytes_is_refused_whole(works, ana) -> None:
    response = post(ana, a_unit(works, past="MMI1").serial, GOOD, b"x" * (13 * 2**20))

    assert (response.status_code, response.json()["code"]) == (413, "too_large")
    assert not TestRecord.objects.exists()
    assert not Attachment.objects.exists()
