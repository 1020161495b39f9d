"""Trainings, sampling plans, weights and layouts by file: the next row is added by its own act."""

import csv
import io
import json
from datetime import date

import pytest
from django.test import Client

from lines.models import LabelLayout, WeightLimit
from plants.models import Instruction, Skill, Training
from quality.models import SamplingPlan
from tests.calls import fetch, send
from tests.factories import make_person
from tests.lines.labels.making import BOX, make_layout
from tests.plant import PlantAtWork
from tests.tables.test_tables import admin_of, uploaded

pytestmark = pytest.mark.django_db
LESSON = {
    "skill": "SOLDER", "level": 3, "result": "passed", "given_by": "Rehan",
    "given_on": "2026-03-02", "expires_on": "2027-03-02", "note": "",
}  # fmt: skip


@pytest.fixture
def root(works: PlantAtWork, client_for) -> Client:
    Skill.objects.create(plant=works.plant, code="SOLDER", name="Soldering")
    client: Client = client_for(admin_of(works.plant))
    return client


def goes_round(client: Client, name: str, rows: int) -> None:
    """What the table gives out as CSV comes in again and changes nothing."""
    content = client.get(f"/api/v1/tables/{name}?file=csv").content
    told = uploaded(client, name, content, commit=True).json()
    assert (told["added"], told["changed"], told["same"]) == (0, 0, rows)


def test_the_trainings_of_many_people_come_in_by_one_file(works: PlantAtWork, root: Client) -> None:
    people = [make_person(f"op-{n}", works.plant, "operator").username for n in range(40)]
    rows = [{"person": name, **LESSON} for name in people]
    seen = send(root, "tables/trainings", rows=rows).json()
    assert (seen["committed"], seen["added"]) == (False, 40)
    assert Training.objects.count() == 0
    out = io.StringIO()
    table = csv.DictWriter(out, rows[0])
    table.writeheader()
    table.writerows(rows)
    done = uploaded(root, "trainings", out.getvalue().encode(), commit=True)
    assert (done.status_code, done.json()["added"]) == (201, 40)
    one = Training.objects.get(person__username="op-7")
    assert (one.level, one.given_on, one.made_by.username) == (3, date(2026, 3, 2), "root")
    goes_round(root, "trainings", 40)


def test_a_certificate_is_never_rewritten_nor_given_to_oneself(works, root: Client) -> None:
    rows = [{"person": "ana", **LESSON}]
    assert send(root, "tables/trainings?commit=1", rows=rows).json()["added"] == 1
    changed = send(root, "tables/trainings?commit=1", rows=[{**rows[0], "level": 4}]).json()
    assert [fault["fault"] for fault in changed["faults"]] == ["exists"]
    own = send(root, "tables/trainings?commit=1", rows=[{"person": "root", **LESSON}]).json()
    assert [fault["fault"] for fault in own["faults"]] == ["same_person"]
    back = {**rows[0], "result": "revoked", "given_on": "2026-04-02", "note": "", "expires_on": ""}
    refused = send(root, "tables/trainings?commit=1", rows=[back]).json()
    assert [fault["fault"] for fault in refused["faults"]] == ["reason_needed"]
    assert Training.objects.get().level == 3


def test_a_supervisor_brings_trainings_and_a_planner_none(works, root, client_for) -> None:
    rows = [{"person": "ana", **LESSON}]
    refused = send(client_for(works.people["esa"]), "tables/trainings?commit=1", rows=rows)
    assert refused.json()["code"] == "not_allowed"
    assert send(client_for(works.chen), "tables/trainings?commit=1", rows=rows).status_code == 201


def test_a_sampling_plan_that_differs_is_the_next_version(works, root: Client) -> None:
    plan = {"kind": "oqc", "subject": "", "level": "II", "critical": "0.065", "major": "0.65",
            "minor": "1.5"}  # fmt: skip
    assert send(root, "tables/sampling-plans?commit=1", rows=[plan]).json()["added"] == 1
    goes_round(root, "sampling-plans", 1)
    tighter = {"kind": "oqc", "subject": "", "major": "0.40"}
    assert send(root, "tables/sampling-plans?commit=1", rows=[tighter]).json()["changed"] == 1
    versions = SamplingPlan.objects.order_by("version")
    assert [(row.version, row.major, row.minor) for row in versions] == [
        (1, "0.65", "1.5"),
        (2, "0.40", "1.5"),
    ]
    (row,) = fetch(root, "tables/sampling-plans").json()["rows"]
    assert row["major"] == "0.40"


def test_the_weights_of_an_order_follow_its_last_row(works: PlantAtWork, root: Client) -> None:
    limits = {"order": works.order.no, "kind": "box", "low": "412.0", "high": "436.5"}
    bare = send(root, "tables/weight-limits?commit=1", rows=[{**limits, "reason": " "}]).json()
    assert len(bare["faults"]) == 1
    rows = [{**limits, "reason": "New charger"}]
    assert send(root, "tables/weight-limits?commit=1", rows=rows).json()["added"] == 1
    goes_round(root, "weight-limits", 1)
    rows[0]["high"] = "440.0"
    assert send(root, "tables/weight-limits?commit=1", rows=rows).json()["changed"] == 1
    highs = WeightLimit.objects.order_by("received_at").values_list("high", flat=True)
    assert [str(high) for high in highs] == ["436.5", "440.0"]
    assert [row["high"] for row in fetch(root, "tables/weight-limits").json()["rows"]] == ["440.0"]


def test_a_layout_that_differs_is_drafted_and_one_that_is_none_is_refused(works, root) -> None:
    make_layout(works, "box")
    goes_round(root, "label-layouts", 1)
    (row,) = fetch(root, "tables/label-layouts").json()["rows"]
    assert json.loads(row["spec"]) == BOX
    wide = {**row, "spec": json.dumps({**BOX, "width": 80})}
    assert send(root, "tables/label-layouts?commit=1", rows=[wide]).json()["changed"] == 1
    drawn = LabelLayout.objects.order_by("version")
    assert [(one.version, one.state, one.spec["width"]) for one in drawn] == [
        (1, "released", 70),
        (2, "draft", 80),
    ]
    for spec in ("no json", "[" * 32_000, json.dumps({"width": 1})):
        bad = send(root, "tables/label-layouts?commit=1", rows=[{**row, "spec": spec}]).json()
        assert [fault["fault"] for fault in bad["faults"]] == ["layout_bad"]
    assert LabelLayout.objects.count() == 2


def test_the_heads_of_instructions_go_out_and_are_written_by_no_file(works, root) -> None:
    Instruction.objects.create(
        plant=works.plant, no="WI-0001", operation=works.operations["AGE"], version=1, title="Age",
        kind="image/png", size=1, sha256="0" * 64, made_by=works.bo,
    )  # fmt: skip
    goes_round(root, "instructions", 1)
    (row,) = fetch(root, "tables/instructions").json()["rows"]
    assert (row["no"], row["operation"], row["title"]) == ("WI-0001", "AGE", "Age")
    wrong = send(root, "tables/instructions?commit=1", rows=[{**row, "title": "Old"}]).json()
    assert [fault["fault"] for fault in wrong["faults"]] == ["fixed"]
    new = send(root, "tables/instructions?commit=1", rows=[{**row, "no": "WI-2"}]).json()
    assert [fault["fault"] for fault in new["faults"]] == ["not_added"]
