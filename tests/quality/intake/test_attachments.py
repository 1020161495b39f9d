"""What comes with a record is kept apart from it, compressed, and never costs the record."""

import base64
import hashlib
import zlib

import pytest

from quality.models import Attachment, TestRecord
from quality.models.released import forget_plans
from tests.factories import make_plan
from tests.plant import PlantAtWork, a_unit
from tests.scanning import Scanner

LEVEL = {"name": "level", "value": 5}


@pytest.fixture
def scanner(works: PlantAtWork) -> Scanner:
    forget_plans()
    make_plan(works.model, works.operations["MMI1"])
    return Scanner(works)


def sent(scanner: Scanner, serial: str, *files: object, **fields: object) -> dict[str, object]:
    body = {"outcome": "passed", "measurements": [LEVEL], "attachments": list(files), **fields}
    return scanner.event("MMI1", serial, **body)


def coded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def test_a_file_is_kept_with_its_size_and_hash(works, scanner) -> None:
    unit, data = a_unit(works, past="AGE"), b"freq,spl\n1000,79.6\n" * 500
    body = sent(scanner, unit.serial, {"name": "a.csv", "mime": "text/csv", "data": coded(data)})

    assert scanner.post("test-records", body).status == 201
    assert scanner.post("test-records", body).status == 200

    kept = Attachment.objects.get(event_id=body["event_id"])
    assert zlib.decompress(bytes(kept.body)) == data
    assert (kept.name, kept.mime, kept.size) == ("a.csv", "text/csv", len(data))
    assert bytes(kept.sha256) == hashlib.sha256(data).digest()
    assert len(kept.body) < len(data) / 10


def test_a_file_of_ten_megabytes_is_kept_and_a_larger_one_is_said_to_be_left_out(
    works, scanner
) -> None:
    unit = a_unit(works, past="AGE")
    body = sent(scanner, unit.serial, {"name": "log", "data": coded(b"x" * 10 * 2**20)})
    assert scanner.post("test-records", body).body["routing"]["allowed"] is True

    other = sent(scanner, unit.serial, {"name": "log", "data": coded(b"x" * (10 * 2**20 + 1))})
    assert scanner.post("test-records", other).status == 201

    assert Attachment.objects.get().size == 10 * 2**20
    row = TestRecord.objects.get(pk=other["event_id"])
    assert row.extras["log"] == "left out: over 10 MB"


@pytest.mark.parametrize("data", [None, 5, "%%%", "é", ["x"]])
def test_a_file_nobody_can_read_loses_no_record(works, scanner, data) -> None:
    unit = a_unit(works, past="AGE")
    body = sent(scanner, unit.serial, {"name": "photo", "data": data})

    assert scanner.post("test-records", body).body["routing"]["allowed"] is True
    assert TestRecord.objects.get().extras["photo"] == "left out: not base64"
    assert not Attachment.objects.exists()


def test_a_record_that_does_not_count_keeps_its_files_too(works, scanner) -> None:
    body = sent(scanner, "NOBODY", {"name": "log", "data": coded(b"x")})

    assert scanner.post("test-records", body).body["routing"]["allowed"] is False
    assert Attachment.objects.get().event_id.hex == body["event_id"].replace("-", "")


def test_a_files_odd_name_is_kept_so_that_it_can_be_opened(works, scanner, client_for) -> None:
    unit = a_unit(works, past="AGE")
    odd = {"name": "a\nb\u2028c\x07.log", "data": coded(b"x")}
    body = sent(scanner, unit.serial, odd, {"name": "صفحہ 1.log", "data": coded(b"y")})
    assert scanner.post("test-records", body).status == 201
    names = Attachment.objects.order_by("pk").values_list("name", flat=True)
    assert list(names) == ["a_b_c_.log", "صفحہ 1.log"]


def test_a_name_that_no_address_can_hold_costs_the_units_page_nothing(
    works, scanner, client_for
) -> None:
    unit = a_unit(works, past="AGE")
    body = sent(scanner, unit.serial)
    assert scanner.post("test-records", body).status == 201
    Attachment.objects.create(
        event_id=body["event_id"], plant_id=works.plant.pk, name="old\nname", size=1,
        sha256=b"x" * 32, body=zlib.compress(b"x"),
    )  # fmt: skip
    page = client_for(works.bo).get(f"/units/{unit.serial}/")
    assert page.status_code == 200
    assert "old\nname" in page.content.decode()
