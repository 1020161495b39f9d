"""What no scanner should send: a stable code, never a 500, nothing half-written."""

import uuid

import orjson
import pytest
from django.test import Client

from lines.models import Move
from mes.kernel.models import DeadLetter, Refusal
from quality.models import TestRecord
from tests.plant import PlantAtWork, a_unit
from tests.scanning import Scanner

HOT = ["scans", "scans/batch", "scans/undo", "test-records", "units/validate", "imeis/issue"]


@pytest.fixture
def scanner(works: PlantAtWork) -> Scanner:
    return Scanner(works)


def nothing_written() -> None:
    assert Move.objects.count() == TestRecord.objects.count() == Refusal.objects.count() == 0


@pytest.mark.parametrize("path", HOT)
@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"3",
        b'"text"',
        b"\xff\xfe",
        b'{"a": "\\ud800"}',
        b'{"event_id": "\\u0000"}',
        b"[" * 2000,
        b'{"event_id": ' + b"9" * 500 + b"}",
    ],
)
def test_what_is_no_json_object_becomes_a_dead_letter(scanner, path, raw) -> None:
    answer = scanner.post(path, raw)

    assert (answer.status, answer.code) == (422, "malformed")
    letter = DeadLetter.objects.get(pk=answer.body["dead_letter"])
    assert (bytes(letter.body), letter.path) == (raw, f"/api/v1/{path}")
    nothing_written()


@pytest.mark.parametrize("path", HOT)
def test_another_content_type_is_malformed(scanner, path) -> None:
    response = scanner.client.post(f"/api/v1/{path}", data=b"a=1", content_type="text/plain")

    assert (response.status_code, response.json()["code"]) == (422, "malformed")


@pytest.mark.parametrize(
    ("path", "size"), [("scans", 2**16), ("scans/batch", 2**21), ("test-records", 2**24)]
)
def test_too_large_is_said_before_it_is_read(scanner, path, size) -> None:
    answer = scanner.post(path, b" " * (size + 1))

    assert (answer.status, answer.code) == (413, "too_large")
    assert DeadLetter.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("event_id", "not-a-uuid"),
        ("event_id", 7),
        ("event_id", None),
        ("event_id", ["x"]),
        ("station", None),
        ("station", 7),
        ("station", "x" * 61),
        ("identifier", None),
        ("identifier", 490154203237518),
        ("identifier", "x" * 401),
        ("identifier", {"serial": "x"}),
        ("at", "yesterday"),
        ("at", 1700000000),
        ("at", "2026-01-01T00:00:00"),
        ("at", "0001-01-01T00:00:00+05:00"),
        ("at", "9999-12-31T23:59:59-05:00"),
        ("late", "yes"),
        ("offset_ms", "1"),
        ("offset_ms", 1e300),
        ("offset_ms", True),
        ("parts", {"position": "camera"}),
        ("parts", [{"position": "camera"}]),
        ("parts", [{"serial": "a"}]),
        ("parts", ["camera"]),
        ("parts", [{}] * 41),
    ],
)
def test_a_field_of_the_wrong_form_is_malformed(works, scanner, field, value) -> None:
    unit = a_unit(works, past="ASM-01")

    answer = scanner.post("scans", {**scanner.event("AGE", unit.serial), field: value})

    assert (answer.status, answer.code) == (422, "malformed")
    assert field.split("_")[0] in answer.body["detail"] or field == "parts"
    nothing_written()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("outcome", "splendid"),
        ("outcome", None),
        ("measurements", "level=5"),
        ("measurements", [5]),
        ("measurements", [{"value": 5}]),
        ("measurements", [{"name": "level", "value": [{"x": 5}]}]),
        ("measurements", [{"name": "level", "value": [[5, {"x": 5}]]}]),
        ("measurements", [{"name": "level", "value": [5] * 20_001}]),
        ("measurements", [{"name": "level", "value": {"x": 5}}]),
        ("measurements", [{"name": "x" * 61, "value": 5}]),
        ("measurements", [{"name": "level", "value": 5}] * 2001),
        ("start", "now"),
        ("defect", "LCD"),
        ("defect", {"disposition": "burn"}),
        ("program", 7),
        ("fixture", "x" * 41),
        ("event_id", None),
    ],
)
def test_a_record_of_the_wrong_form_is_malformed(works, scanner, field, value) -> None:
    unit = a_unit(works, past="AGE")
    good = {"outcome": "passed", "measurements": [{"name": "level", "value": 5}]}

    answer = scanner.post(
        "test-records", {**scanner.event("MMI1", unit.serial, **good), field: value}
    )

    assert (answer.status, answer.code) == (422, "malformed")
    nothing_written()


def test_a_list_where_one_number_is_wanted_is_kept_and_is_not_good(works, scanner) -> None:
    """A list is a value of its own kind: evidence that the step's plan judges, not a wrong form."""
    unit = a_unit(works, past="AGE")
    listed = {"outcome": "passed", "measurements": [{"name": "level", "value": [5]}]}

    answer = scanner.post("test-records", scanner.event("MMI1", unit.serial, **listed))

    assert (answer.status, answer.code) == (201, "test_failed")
    assert TestRecord.objects.count() == 1


@pytest.mark.parametrize(
    "identifier",
    [
        "",
        "   ",
        "۰۱۲۳۴۵",
        "٠١٢",
        "ص-1",
        "ABC\u200f1",
        "two words",
        "x" * 41,
        "x" * 400,
        "490154203237519",
        "' OR 1=1 --",
        "a\tb",
    ],
)
def test_what_no_label_carries_is_an_invalid_identifier(scanner, identifier) -> None:
    answer = scanner.scan("AGE", identifier)

    assert (answer.status, answer.code) == (422, "invalid_identifier")
    kept = Refusal.objects.get()
    assert kept.body["identifier"] == identifier
    assert Move.objects.count() == 0


@pytest.mark.parametrize("identifier", ["490154203237518", "%s", "NULL", "T0001-00001;"])
def test_a_well_formed_stranger_is_an_unknown_unit(scanner, identifier) -> None:
    answer = scanner.scan("AGE", identifier)

    assert (answer.status, answer.code) == (404, "unknown_unit")


@pytest.mark.parametrize("path", HOT)
@pytest.mark.parametrize("token", ["", "mes_", "mes_1_", "mes_x_y", "mes_99999999999999999999_a"])
def test_a_token_that_is_none_is_nobody(client, works, path, token) -> None:
    response = client.post(
        f"/api/v1/{path}",
        data=b"{}",
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )

    assert (response.status_code, response.json()["code"]) == (401, "sign_in_needed")


def test_a_session_without_its_csrf_token_is_nobody(works, client_for) -> None:
    client = client_for(works.ana)
    client.handler.enforce_csrf_checks = True
    body = {"event_id": str(uuid.uuid4()), "station": "X", "identifier": "Y"}

    response = client.post(
        "/api/v1/scans", data=orjson.dumps(body), content_type="application/json"
    )

    assert (response.status_code, response.json()["code"]) == (401, "sign_in_needed")


def test_a_session_with_its_csrf_token_scans(works) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(works.ana)
    client.cookies["csrftoken"] = token = "t" * 32
    scanner = Scanner(works)
    unit = a_unit(works, past="ASM-01")

    response = client.post(
        "/api/v1/scans",
        data=orjson.dumps(scanner.event("AGE", unit.serial)),
        content_type="application/json",
        headers={"X-CSRFToken": token},
    )

    assert response.status_code == 201


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
@pytest.mark.parametrize("path", HOT)
def test_only_post_is_answered(scanner, path, method) -> None:
    response = getattr(scanner.client, method)(f"/api/v1/{path}")

    assert response.status_code == 405


def test_an_inspector_only_looks(works, client_for) -> None:
    works.ana.memberships.update(roles=["inspector"])
    scanner = Scanner(works)
    scanner.client = client_for(works.ana)
    unit = a_unit(works, past="ASM-01")

    assert scanner.scan("AGE", unit.serial).code == "not_allowed"
    assert Move.objects.count() == 0
