"""An OpenHTF record is read as its rig meant it; the plan's limits count, not the rig's."""

import pytest

from mes.kernel.refusals import Malformed
from quality.models import RawPayload, TestRecord
from quality.rules.openhtf import native_of
from tests.plant import a_unit
from tests.scanning import Scanner

RECORD = {
    "dut_id": "SN-1",
    "start_time_millis": 1_700_000_000_000,
    "end_time_millis": 1_700_000_041_500,
    "outcome": "PASS",
    "outcome_details": [],
    "metadata": {"test_name": "mmi", "test_version": "7", "config": {"station_id": "rig-7"}},
    "phases": [
        {"name": "trigger_phase", "outcome": "PASS", "measurements": {}},
        {
            "name": "levels",
            "outcome": "PASS",
            "measurements": {
                "level": {
                    "name": "level",
                    "outcome": "PASS",
                    "validators": ["0 <= x <= 99"],
                    "measured_value": 5.5,
                },
                "curve": {"outcome": "PASS", "measured_value": [[900, 32.6], [1800, 29.8]]},
                "unset": {"outcome": "UNSET"},
            },
        },
    ],
}


def test_every_field_finds_its_place() -> None:
    native = native_of(RECORD)

    assert native == {
        "station": "rig-7",
        "identifier": "SN-1",
        "outcome": "passed",
        "start": "2023-11-14T22:13:20+00:00",
        "end": "2023-11-14T22:14:01.500000+00:00",
        "program": "mmi",
        "program_version": "7",
        "measurements": [
            {"name": "level", "value": 5.5},
            {"name": "curve", "value": "[[900,32.6],[1800,29.8]]"},
        ],
    }


@pytest.mark.parametrize(
    "fields",
    [
        {"outcome": "GOOD"},
        {"outcome": None},
        {"phases": {}},
        {"start_time_millis": "now"},
        {"start_time_millis": 10**18},
        {"end_time_millis": -1},
    ],
)
def test_what_openhtf_never_writes_is_malformed(fields) -> None:
    with pytest.raises(Malformed):
        native_of({**RECORD, **fields})


def test_a_record_from_openhtf_moves_the_unit_once(works) -> None:
    works.station("MMI1").external_ids = ["rig-7"]
    works.station("MMI1").save()
    unit = a_unit(works, past="AGE")
    scanner = Scanner(works)
    body = {**RECORD, "dut_id": unit.serial}

    first, again = (scanner.post("test-records?format=openhtf", body) for _ in range(2))

    assert (first.status, first.code, again.status) == (201, "clock_off", 200)
    kept = TestRecord.objects.get()
    assert (kept.values, kept.seconds, kept.program) == ([5.5], 41.5, "mmi")
    assert kept.extras == {"curve": "[[900,32.6],[1800,29.8]]"}
    assert RawPayload.objects.count() == 1


def test_another_format_is_malformed(works) -> None:
    answer = Scanner(works).post("test-records?format=wsjf", RECORD)

    assert (answer.status, answer.code) == (422, "malformed")
