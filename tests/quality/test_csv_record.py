"""A rig that writes tables: one row a measurement, the record in the first row."""

import pytest
from django.test import Client

from mes.kernel.models import DeadLetter
from mes.kernel.refusals import Malformed
from quality.models import RawPayload, TestRecord
from quality.rules.csv_record import record_table
from tests.plant import a_unit
from tests.scanning import Scanner

TABLE = """station,identifier,outcome,start,end,program,name,value
S-1,U-1,passed,2026-11-22T09:00:00+05:00,2026-11-22T09:00:41+05:00,mmi,level,5.5
,,,,,,version,1.0
"""


def test_every_column_finds_its_place() -> None:
    assert record_table(TABLE.encode("utf-8-sig")) == {
        "station": "S-1",
        "identifier": "U-1",
        "outcome": "passed",
        "start": "2026-11-22T09:00:00+05:00",
        "end": "2026-11-22T09:00:41+05:00",
        "program": "mmi",
        "measurements": [{"name": "level", "value": "5.5"}, {"name": "version", "value": "1.0"}],
    }


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"name,value\n",
        b"station,outcome\nS,passed\n",
        b"name,value,colour\nlevel,5,red\n",
        b"name,value\nlevel,5,6\n",
        b"station,name,value\nS-1,level,5\nS-2,other,5\n",
        b'name,value\n"level,5\n',
        b"\xff\xfe\x00",
        b"name,value,program\nlevel,5,m\x00\n",
        b"name,value\n" + b"level,5\n" * 2001,
    ],
)
def test_a_table_that_is_none_is_malformed(raw) -> None:
    with pytest.raises(Malformed):
        record_table(raw)


def post(scanner: Scanner, raw: bytes, path: str = "test-records") -> Client:
    return scanner.client.post(f"/api/v1/{path}", data=raw, content_type="text/csv")


def test_a_record_as_a_table_moves_the_unit_once(works) -> None:
    unit = a_unit(works, past="AGE")
    scanner = Scanner(works)
    table = TABLE.replace("S-1", works.station("MMI1").code).replace("U-1", unit.serial)

    first, again = (post(scanner, table.encode(), "test-records?format=csv") for _ in range(2))

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["routing"]["allowed"] is True
    kept = TestRecord.objects.get()
    assert (kept.values, kept.seconds, kept.extras) == ([5.5], 41.0, {"version": "1.0"})
    assert RawPayload.objects.count() == 1


def test_a_table_that_cannot_be_read_becomes_a_dead_letter(works) -> None:
    response = post(Scanner(works), b"\xff\xfe")

    assert (response.status_code, response.json()["code"]) == (422, "malformed")
    assert bytes(DeadLetter.objects.get().body) == b"\xff\xfe"


def test_only_records_come_as_tables(works) -> None:
    response = post(Scanner(works), TABLE.encode(), "scans")

    assert (response.status_code, response.json()["code"]) == (422, "malformed")
