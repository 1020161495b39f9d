"""Rows that nobody could keep, and rows that somebody else changes meanwhile."""

import pytest
from django.test import Client

from mes.tables.registry import BY_NAME
from mes.tables.writing import Outcome, Reader
from plants.models import Area, Person, Role
from tests.calls import send
from tests.factories import make_person
from tests.plant import PlantAtWork

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(works: PlantAtWork, client_for) -> Client:
    return client_for(make_person("root", works.plant, Role.ADMIN))


@pytest.mark.parametrize("name", ["A\\u0000B", "\\ud800", "A\\udc00B"])
def test_text_that_cannot_be_kept_is_malformed(root: Client, name: str) -> None:
    event = "0b0e1f1c-0000-4000-8000-00000000000a"
    body = f'{{"event_id": "{event}", "rows": [{{"code": "ANNEX", "name": "{name}"}}]}}'
    for path in ("areas", "areas?commit=1"):
        told = root.post(f"/api/v1/tables/{path}", body, content_type="application/json")
        assert (told.status_code, told.json()["code"]) == (422, "malformed"), path
    assert not Area.objects.filter(code="ANNEX").exists()


def test_a_number_beyond_64_bits_is_malformed(root: Client) -> None:
    told = send(root, "tables/areas?commit=1", rows=[{"code": "ANNEX", "name": 10**30}])
    assert (told.status_code, told.json()["code"]) == (422, "malformed")


def test_a_row_brought_in_changes_only_what_its_file_says(works: PlantAtWork) -> None:
    root, ana = make_person("root", works.plant, Role.ADMIN), works.ana
    table = BY_NAME["people"]
    reader = Reader(table, works.plant, root.pk, Outcome())
    found = reader._existing()
    Person.objects.filter(pk=ana.pk).update(pin="changed meanwhile")

    reader._header(1, ["username", "name"])
    reader._row(2, {"username": ana.username, "name": "Ana B."}, found, {})

    ana.refresh_from_db()
    assert reader.outcome.faults == []
    assert (ana.name, ana.pin) == ("Ana B.", "changed meanwhile")
