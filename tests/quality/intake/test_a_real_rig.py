"""A real OpenHTF script against the running server, through the client that rigs copy."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from quality.models import Attachment, PlanStep, RawPayload, TestPlan, TestRecord
from tests.factories import make_plan, make_token
from tests.live import LivePlant, free_ports
from tests.plant import a_plant, a_unit

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = Path(__file__).with_name("rig_script.py")
EXAMPLE = Path(__file__).with_name("data") / "openhtf_example.json"
STEPS = [
    {"seq": 1, "name": "level", "label": "Level", "kind": "numeric", "low": 0, "high": 10},
    {"seq": 2, "name": "firmware", "label": "Firmware", "kind": "text", "pattern": r"V\d+\.\d+"},
    {"seq": 3, "name": "sweep", "label": "Sweep", "kind": "array", "low": 20, "high": 40},
    {"seq": 4, "name": "picture", "label": "Picture", "kind": "file"},
]


def run_rig(url: str, token: str, spool: Path, serial: str, *more: str) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), url, token, str(spool), serial, *more],
        env={**os.environ, "PYTHONPATH": str(ROOT / "mes" / "client")},
        cwd=spool.parent,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def rig(live_plant: LivePlant, tmp_path: Path):
    works = a_plant()
    make_plan(works.model, works.operations["CPL"])
    station = works.station("MMI1")
    TestPlan.objects.filter(operation=station.operation).update(state="retired")
    plan = TestPlan.objects.create(model=works.model, operation=station.operation, version=2)
    PlanStep.objects.bulk_create(PlanStep(plan=plan, **step) for step in STEPS)
    plan.state = "released"
    plan.save()
    _, token = make_token(works.plant, station)
    return works, token, tmp_path / "spool"


def test_an_openhtf_script_of_three_lines_moves_its_unit(live_plant, rig) -> None:
    works, token, spool = rig
    unit = a_unit(works, past="AGE")

    told = run_rig(live_plant.url, token, spool, unit.serial)

    assert told == {"waiting": 0, "answers": [201]}
    row = TestRecord.objects.get()
    assert (row.counted, row.outcome, row.program) == (True, "passed", "mmi")
    assert row.values[0] == 5.5
    assert row.values[1:] == [1.0, 1.0, 1.0]
    assert row.extras == {"beside": 7}
    assert Attachment.objects.get().size == 5
    assert RawPayload.objects.count() == 1
    unit.refresh_from_db()
    assert unit.done == works.position("MMI1")


def test_a_server_that_is_away_loses_no_record(live_plant, rig) -> None:
    works, token, spool = rig
    first, second = a_unit(works, past="AGE"), a_unit(works, past="AGE")
    (nobody,) = free_ports(1)

    told = run_rig(f"http://127.0.0.1:{nobody}", token, spool, first.serial)
    assert told == {"waiting": 1, "answers": []}

    told = run_rig(live_plant.url, token, spool, second.serial)
    assert told == {"waiting": 0, "answers": [201, 201]}
    assert set(TestRecord.objects.values_list("identifier", flat=True)) == {
        first.serial, second.serial,
    }  # fmt: skip


def test_the_openhtf_example_is_kept_by_the_running_server_and_shown(
    live_plant, rig, client_for
) -> None:
    works, token, _ = rig
    example = json.loads(EXAMPLE.read_bytes())
    station = works.station("MMI1")
    station.external_ids = [example["station_id"]]
    station.save()
    unit = a_unit(works, past="AGE", serial=example["dut_id"])

    answers = [post(live_plant.url, token, EXAMPLE.read_bytes()) for _ in range(2)]

    assert [status for status, _ in answers] == [201, 200]
    assert answers[1][1] == {**answers[0][1], "replay": True}
    row = TestRecord.objects.get()
    assert (row.identifier, row.unit_id) == ("PKA25260700000123", unit.pk)
    assert (row.outcome, row.extras["battery_voltage"]) == ("failed", 3.87)
    assert Attachment.objects.get(event_id=row.pk).name == "audio_loop.csv"
    bo = client_for(works.bo)
    (run,) = bo.get(f"/api/v1/units/{unit.serial}").json()["records"]
    values = {one["name"]: one["value"] for one in run["measurements"]}
    assert values["battery_voltage"] == 3.87  # no step of the plan: kept, and shown
    assert "audio_loop.csv" in bo.get(f"/units/{unit.serial}/").content.decode()


def post(url: str, token: str, body: bytes) -> tuple[int, dict[str, object]]:
    asked = Request(
        f"{url}/api/v1/test-records?format=openhtf",
        data=body,
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urlopen(asked, timeout=30) as answer:
        return answer.status, json.loads(answer.read())
