"""The API's description says what the API does."""

import re

import pytest
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator

from mes.openapi.hooks import HOT_PATHS
from mes.openapi.page import _resolved
from tests.plant import a_unit
from tests.scanning import Scanner


@pytest.fixture(scope="module")
def schema() -> dict:
    return SchemaGenerator().get_schema(request=None, public=True)


def every_path(patterns: list[URLPattern | URLResolver], before: str = "") -> set[str]:
    found: set[str] = set()
    for each in patterns:
        path = f"{before}{each.pattern}"
        if isinstance(each, URLResolver):
            found |= every_path(each.url_patterns, path)
        else:
            found.add("/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", path))
    return {path for path in found if "^" not in path}  # the one regular expression: units/{…}


def test_every_api_address_is_described(schema) -> None:
    known = {re.sub(r"{\w+}", "{}", path) for path in schema["paths"]}
    served = {
        re.sub(r"{\w+}", "{}", path)
        for path in every_path(get_resolver().url_patterns)
        if path.startswith("/api/v1/")
    }

    assert served <= known


def test_every_reference_leads_somewhere(schema) -> None:
    names = set(re.findall(r"#/components/schemas/(\w+)", str(schema)))

    assert names <= set(schema["components"]["schemas"])


def test_every_operation_has_a_name_of_its_own(schema) -> None:
    names = [
        operation["operationId"]
        for methods in schema["paths"].values()
        for operation in methods.values()
    ]

    assert len(names) == len(set(names))


def faults(schema: dict, name: str, answer: dict) -> list[str]:
    """Where an answer is not as described: wrong types, fields missing, fields nobody named."""
    described = _resolved(schema, {"$ref": f"#/components/schemas/{name}"})
    root = {**as_json_schema(described), "components": as_json_schema(schema["components"])}
    found = [each.message for each in Draft202012Validator(root).iter_errors(answer)]
    return found + sorted(set(answer) - set(described["properties"]))


def as_json_schema(node: object) -> object:
    """OpenAPI 3.0 says `nullable` where JSON Schema has a type of its own."""
    if isinstance(node, list):
        return [as_json_schema(each) for each in node]
    if not isinstance(node, dict):
        return node
    made = {key: as_json_schema(value) for key, value in node.items() if key != "nullable"}
    return {"anyOf": [made, {"type": "null"}]} if node.get("nullable") else made


def test_answers_of_the_hot_path_have_the_shape_that_is_described(works, schema) -> None:
    scanner = Scanner(works)
    unit = a_unit(works, past="ASM-01")
    rows = [{"name": "level", "value": 5}]
    scan = scanner.event("AGE", unit.serial)
    station = works.station("MMI1").code
    answers = {
        "Passed": [scanner.post("scans", scan), scanner.post("scans", scan)],
        "ValidateAnswer": [
            scanner.post("units/validate", {"station": station, "identifier": unit.serial}),
            scanner.post("units/validate", {"station": station, "identifier": "NOBODY"}),
        ],
        "BatchAnswer": [scanner.post("scans/batch", {"events": [scan]})],
        "TestRecordAnswer": [
            scanner.post(
                "test-records",
                scanner.event("MMI1", serial, outcome="passed", measurements=rows),
            )
            for serial in (unit.serial, "NOBODY")
        ],
        "HotAnswer": [scanner.scan("AGE", "NOBODY"), scanner.post("scans", b"{")],
    }

    for name, told in answers.items():
        for answer in told:
            assert faults(schema, name, answer.body) == [], (name, answer.body)


@pytest.mark.django_db
def test_the_reference_shows_every_hot_call_without_a_script_of_its_own() -> None:
    response = Client().get("/api/docs/")

    page = response.content.decode()
    assert response.status_code == 200
    for hot in HOT_PATHS:
        assert f"/api/v1/{hot.path}</code>" in page
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert "<script>" not in page
