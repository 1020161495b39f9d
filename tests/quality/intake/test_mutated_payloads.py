"""Whatever a known rig sends: it is stored, as a record or as a dead letter, and never a 500."""

import copy
import json
import math
import uuid
import zlib
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mes.kernel.models import DeadLetter
from quality.models import RawPayload, TestRecord
from quality.models.released import forget_plans
from tests.factories import make_plan
from tests.plant import PlantAtWork, a_unit
from tests.scanning import Scanner

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.sampled_from(
        [math.nan, math.inf, -math.inf, "NaN", "Infinity", "", " ", "\x00", "\ud800", "۳۵۰", "1_0",
         "1970-01-01T00:00:00+00:00", "2038-01-19T03:14:08+00:00", "0001-01-01T00:00:00+00:00",
         "2026-11-22T09:00:00", [], {}, [[]], "x" * 3000, "[1, null]", "[" * 300, -1, 2**63]
    ),
    st.text(max_size=20),
    st.lists(st.floats(), max_size=3),
)  # fmt: skip
NATIVE = {
    "event_id": "", "station": "", "identifier": "", "outcome": "passed", "program": "mmi",
    "program_version": "7", "fixture": "F-3", "slot": "1", "operator": "B-bo",
    "at": "2026-11-22T09:00:41+05:00", "start": "2026-11-22T09:00:00+05:00", "offset_ms": 5,
    "end": "2026-11-22T09:00:41+05:00", "late": False,
    "measurements": [{"name": "level", "value": 5}, {"name": "beside", "value": [1, 2]}],
    "attachments": [{"name": "log", "mime": "text/plain", "data": "eA=="}],
    "defect": {"code": "LCD-LINE", "location": "Z5", "note": "", "disposition": "retest"},
}  # fmt: skip
OPENHTF = {
    "dut_id": "", "station_id": "", "outcome": "PASS", "start_time_millis": 1_700_000_000_000,
    "end_time_millis": 1_700_000_041_500,
    "metadata": {"test_name": "mmi", "test_version": "7", "config": {"station_id": "r"}},
    "phases": [{
        "name": "p",
        "measurements": {"level": {"measured_value": 5.5, "validators": ["9 <= x <= 1"]}},
        "attachments": {"log": {"mimetype": "text/plain", "data": "eA=="}},
    }],
}  # fmt: skip


def places(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every path into a body."""
    found = [here] if here else []
    if isinstance(value, dict):
        inner = list(value.items())
    else:
        inner = list(enumerate(value)) if isinstance(value, list) else []
    for key, part in inner:
        found += places(part, (*here, key))
    return found


def changed(body: dict[str, Any], path: tuple[Any, ...], odd: Any) -> dict[str, Any]:
    made = copy.deepcopy(body)
    at: Any = made
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = odd
    return made


@pytest.fixture
def bench(works: PlantAtWork) -> tuple[Scanner, str, str]:
    forget_plans()
    make_plan(works.model, works.operations["MMI1"])
    return Scanner(works), works.station("MMI1").code, a_unit(works, past="AGE").serial


def post(scanner: Scanner, path: str, raw: bytes, kind: str = "application/json") -> int:
    before = TestRecord.objects.count() + DeadLetter.objects.count()
    told = scanner.client.post(f"/api/v1/{path}", data=raw, content_type=kind)
    assert told.status_code in (200, 201, 202, 401, 403, 404, 409, 413, 422), raw
    assert told.json()["code"]
    stored = TestRecord.objects.count() + DeadLetter.objects.count() - before
    # A station nobody has leaves nothing to keep it under; a repeat is kept already.
    assert stored == (told.status_code in (201, 202, 422)), (told.status_code, raw)
    return int(told.status_code)


relaxed = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@relaxed
@given(path=st.sampled_from(places(NATIVE)), odd=ODD)
def test_a_native_record_with_one_odd_value(bench, path, odd) -> None:
    scanner, station, serial = bench
    body = {**NATIVE, "station": station, "identifier": serial, "event_id": str(uuid.uuid4())}
    post(scanner, "test-records", json.dumps(changed(body, path, odd)).encode())


@relaxed
@given(path=st.sampled_from(places(OPENHTF)), odd=ODD)
def test_an_openhtf_record_with_one_odd_value(bench, path, odd) -> None:
    scanner, station, serial = bench
    body = {**OPENHTF, "station_id": station, "dut_id": serial}
    post(scanner, "test-records?format=openhtf", json.dumps(changed(body, path, odd)).encode())


@relaxed
@given(at=st.integers(0, 400), odd=st.binary(max_size=6), cut=st.booleans())
def test_a_table_with_odd_bytes(bench, at, odd, cut) -> None:
    scanner, station, serial = bench
    table = (
        "station,identifier,outcome,start,name,value\n"
        f"{station},{serial},pass,2026-11-22T09:00:00+05:00,level,5\n,,,,beside,7\n"
    ).encode()
    at %= len(table)
    post(scanner, "test-records", table[:at] + odd + (b"" if cut else table[at:]), "text/csv")


BOUNDS = {"1970-01-01T00:00:00+00:00": 0, "2038-01-19T03:14:08+00:00": 2_147_483_648_000}


@pytest.mark.parametrize("when", BOUNDS)
@pytest.mark.parametrize("form", ["native", "openhtf", "csv"])
def test_the_first_and_the_last_second_of_old_clocks_are_no_time_of_a_record(
    bench, form, when
) -> None:
    """A dead clock's record is kept as it came, at the time it was received."""
    scanner, station, serial = bench
    if form == "native":
        body = {**NATIVE, "station": station, "identifier": serial, "at": when}
        path, raw = "test-records", json.dumps({**body, "event_id": str(uuid.uuid4())})
    elif form == "openhtf":
        times = {"start_time_millis": BOUNDS[when], "end_time_millis": BOUNDS[when]}
        path = "test-records?format=openhtf"
        raw = json.dumps({**OPENHTF, "station_id": station, "dut_id": serial, **times})
    else:
        path = "test-records"
        raw = (
            "station,identifier,outcome,start,end,name,value\n"
            f"{station},{serial},passed,{when},{when},level,5\n"
        )
    kind = "text/csv" if form == "csv" else "application/json"
    assert post(scanner, path, raw.encode(), kind) == 201
    row = TestRecord.objects.latest("received_at")
    assert abs((row.at - row.received_at).total_seconds()) < 60
    kept = RawPayload.objects.get(event_id=row.pk)
    assert zlib.decompress(bytes(kept.body)) == raw.encode()
