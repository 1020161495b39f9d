"""What came with a test record can be read again: by the plant's people, and by nobody else."""

import base64
import hashlib
import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from plants.models import Person, Role
from quality.models import RawPayload, TestRecord
from tests import factories
from tests.plant import PlantAtWork, a_unit
from tests.scanning import Scanner

pytestmark = pytest.mark.django_db

PAGE = b"<script>alert(1)</script>"
ODD = "لاگ 1/a.html"


@pytest.fixture
def record(works: PlantAtWork) -> TestRecord:
    """Sent by a rig, with a page that must never run here."""
    unit = a_unit(works, past="AGE", serial="KEPT-1")
    rig = Scanner(works)
    file = {"name": ODD, "mime": "text/html", "data": base64.b64encode(PAGE).decode()}
    event = rig.event(
        "MMI1", unit.serial, outcome="passed", measurements=[{"name": "level", "value": 5}],
        attachments=[file],
    )  # fmt: skip
    assert rig.post("test-records", event).status == 201
    return TestRecord.objects.get()


def address(record: TestRecord, *parts: str) -> str:
    return "/".join(("/api/v1/test-records", str(record.pk), *parts))


def test_a_record_names_its_files_with_size_and_digest(works, record, client_for) -> None:
    answer = client_for(works.bo).get(address(record)).json()

    assert (answer["outcome"], answer["station"], answer["raw"]) == ("passed", "LHR-B-MMI1", True)
    assert answer["files"] == [
        {
            "name": ODD, "mime": "text/html", "size": len(PAGE),
            "sha256": hashlib.sha256(PAGE).hexdigest(),
        }
    ]  # fmt: skip
    history = client_for(works.bo).get("/api/v1/units/KEPT-1").json()
    assert history["records"][0]["files"] == answer["files"]


def test_a_file_comes_back_as_a_download_that_no_browser_opens_here(
    works, record, client_for
) -> None:
    response = client_for(works.ana).get(address(record, "attachments", ODD))

    assert (response.status_code, response.content) == (200, PAGE)
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_the_payload_comes_back_byte_for_byte_to_quality_only(works, record, client_for) -> None:
    asked = address(record, "raw")

    response = client_for(works.bo).get(asked)
    assert base64.b64encode(PAGE) in response.content
    assert response["Content-Disposition"] == f'attachment; filename="{record.pk}.raw"'
    refused = client_for(works.ana).get(asked)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")


def test_a_payload_past_its_time_is_said_to_be_unknown(works, record, client_for) -> None:
    RawPayload.objects.all().delete()

    answer = client_for(works.bo).get(address(record, "raw"))

    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_thing")
    assert client_for(works.bo).get(address(record)).json()["raw"] is False


@pytest.mark.parametrize("parts", [(), ("attachments", ODD), ("raw",)])
def test_nobody_else_reads_it(
    works: PlantAtWork,
    other_works: PlantAtWork,
    record: TestRecord,
    client_for: Callable[[Person], Client],
    parts: tuple[str, ...],
) -> None:
    asked = address(record, *parts)
    inspector = factories.make_person("pta", works.plant, Role.INSPECTOR)
    _, device = factories.make_token(works.plant, station=works.station("MMI1"))

    assert Client().get(asked).status_code == 401
    assert client_for(inspector).get(asked).status_code == 403
    stranger = client_for(other_works.bo).get(asked)
    assert (stranger.status_code, stranger.json()["code"]) == (404, "unknown_thing")
    rig = Client(headers={"Authorization": f"Bearer {device}"}).get(asked)
    assert (rig.status_code, rig.json()["code"]) == (403, "not_allowed")


def test_no_odd_name_is_an_error(works, record, client_for) -> None:
    bo = client_for(works.bo)

    for asked in ("x", "%00", "..", str(uuid.uuid4())):
        assert bo.get(f"/api/v1/test-records/{asked}").status_code == 404
    for asked in ("none", "%00", "../raw", "x" * 300):
        assert bo.get(address(record, "attachments", asked)).status_code == 404


def test_a_file_that_a_person_brings_is_kept_as_it_is(works, client_for) -> None:
    unit = a_unit(works, past="AGE")
    table = (
        f"event_id,station,identifier,outcome,name,value\n"
        f"{uuid.uuid4()},LHR-B-MMI1,{unit.serial},passed,level,5\n"
    ).encode()

    answer = client_for(works.ana).post(
        "/api/v1/test-records?format=csv", table, content_type="text/csv"
    )

    assert answer.status_code == 201
    record = TestRecord.objects.get()
    assert record.person_id == works.ana.pk
    assert client_for(works.bo).get(address(record, "raw")).content == table


def test_the_units_page_lists_the_files(works, record, client_for) -> None:
    page = client_for(works.bo).get("/units/KEPT-1/").content.decode()
    assert hashlib.sha256(PAGE).hexdigest() in page
    assert address(record, "raw") in page
    assert (
        address(record, "raw") not in client_for(works.ana).get("/units/KEPT-1/").content.decode()
    )
