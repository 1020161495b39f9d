"""A rig that can only write files: each one is heard once and put away, or told why not."""

import json
import os
import time
from pathlib import Path

import pytest
from django.utils import timezone

from quality.actions.drop_folder import take_dropped
from quality.models import RawPayload, TestPlan, TestRecord
from quality.models.released import forget_plans
from tests.factories import make_plan
from tests.plant import PlantAtWork, a_unit

START = "2026-11-22T09:00:00+05:00"


@pytest.fixture
def folder(works: PlantAtWork, tmp_path: Path) -> Path:
    forget_plans()
    make_plan(works.model, works.operations["MMI1"])
    made = tmp_path / "drop" / works.station("MMI1").code
    made.mkdir(parents=True)
    return made


def put(folder: Path, name: str, content: object) -> Path:
    """A file that nobody has written to for a minute."""
    path = folder / name
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_text(text, encoding="utf-8")
    os.utime(path, (time.time() - 60,) * 2)
    return path


def take(folder: Path) -> int:
    return take_dropped(drop=folder.parent, now=timezone.now())


def native(serial: str, **fields: object) -> dict[str, object]:
    level = [{"name": "level", "value": 5}]
    return {"identifier": serial, "outcome": "passed", "measurements": level, **fields}


def test_a_table_and_json_and_openhtf_are_taken(works, folder) -> None:
    units = [a_unit(works, past="AGE") for _ in range(3)]
    put(folder, "1.csv", f"identifier,outcome,name,value\n{units[0].serial},pass,level,5\n")
    put(folder, "2.json", native(units[1].serial))
    phases = [{"name": "p", "measurements": {"level": {"measured_value": 5.0}}}]
    openhtf = {"dut_id": units[2].serial, "outcome": "PASS", "phases": phases, "station_id": "r"}
    put(folder, "3.json", {**openhtf, "start_time_millis": 1_700_000_000_000})

    assert take(folder) == 3

    assert sorted(path.name for path in (folder / "done").iterdir()) == [
        "1.csv", "2.json", "3.json",
    ]  # fmt: skip
    assert [row.counted for row in TestRecord.objects.all()] == [True] * 3
    assert RawPayload.objects.count() == 3
    assert {unit.serial for unit in units} == set(
        TestRecord.objects.values_list("identifier", flat=True)
    )


def test_the_same_file_again_is_heard_once(works, folder) -> None:
    unit = a_unit(works, past="AGE")
    put(folder, "1.json", native(unit.serial))
    take(folder)
    put(folder, "1.json", native(unit.serial))
    take(folder)

    assert TestRecord.objects.count() == 1
    assert len(list((folder / "done").iterdir())) == 2


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.json", "{", "malformed"),
        ("b.json", "[1]", "malformed"),
        ("c.csv", "a,b\n1,2\n", "malformed"),
        ("d.json", {"outcome": "passed", "identifier": "N\x00"}, "malformed"),
        ("e.json", {"outcome": "good", "identifier": "SN"}, "malformed"),
    ],
)
def test_a_file_that_says_nothing_is_refused_with_its_reason(folder, name, content, code) -> None:
    put(folder, name, content)

    take(folder)

    assert not (folder / name).exists()
    assert (folder / "refused" / name).exists()
    assert (folder / "refused" / f"{name}.reason").read_text().startswith(code)


def test_a_folder_of_no_station_is_refused(works, folder) -> None:
    stranger = folder.parent / "NOWHERE"
    stranger.mkdir()
    put(stranger, "1.json", native("SN"))

    take(folder)

    assert "unknown_station" in (stranger / "refused" / "1.json.reason").read_text()


def test_a_file_that_is_still_written_is_left_alone(works, folder) -> None:
    unit = a_unit(works, past="AGE")
    (folder / "now.json").write_text(json.dumps(native(unit.serial)))
    put(folder, "half.json.part", native(unit.serial))

    assert take(folder) == 0
    assert not TestRecord.objects.exists()


def test_a_dropped_record_is_bound_to_the_plans_program(works, folder) -> None:
    unit = a_unit(works, past="AGE")
    plan = TestPlan.objects.get(operation=works.operations["MMI1"])
    TestPlan.objects.filter(pk=plan.pk).update(state="retired")
    newer = TestPlan.objects.create(
        model=works.model, operation=works.operations["MMI1"], version=2, program="mmi",
        program_version="8",
    )  # fmt: skip
    newer.steps.create(seq=1, name="level", label="Level", kind="numeric", low=0, high=10)
    newer.state = "released"
    newer.save()
    forget_plans()
    put(folder, "1.json", native(unit.serial, program="mmi", program_version="7"))

    take(folder)

    row = TestRecord.objects.get()
    assert (row.counted, row.code) == (False, "wrong_program")


def test_no_drop_folder_is_no_fault(tmp_path) -> None:
    assert take_dropped(drop=tmp_path / "none", now=timezone.now()) == 0
