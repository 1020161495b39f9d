"""Every master table out to a file and in again over HTTP: seen, refused whole, written once."""

import csv
import io
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.calls import fetch
from tests.flows.floor import Floor
from tests.sheets import xlsx_of

PLANT = "?plant=LHR"
PARTS = 3
"""Of the tables, so that no test is long."""


def sent(admin: Client, name: str, file: str, content: bytes, *, event: str = "") -> Any:
    """The table's file; looked at without an event, written with one."""
    form: dict[str, object] = {"file": SimpleUploadedFile(file, content)}
    if event:
        form["event_id"] = event
    return admin.post(f"/api/v1/tables/{name}{PLANT}{'&commit=1' if event else ''}", form)


def told(answer: Any, status: int) -> tuple[int, int, int, bool]:
    assert answer.status_code == status, answer.content.decode()
    said = answer.json()
    return said["added"], said["changed"], said["same"], said["committed"]


@pytest.mark.parametrize("part", range(PARTS))
def test_every_table_goes_out_and_comes_in_as_csv_and_xlsx(
    floor_of: Callable[[str, str], Floor], part: int
) -> None:
    admin = floor_of("LHR-B", "NOVA-X2").person("admin")
    names = [row["name"] for row in fetch(admin, "tables", plant="LHR").json()]
    assert len(names) > 40
    filled = 0
    for place, name in enumerate(names[part::PARTS]):
        rows = fetch(admin, f"tables/{name}", plant="LHR").json()["rows"]
        files = {}
        for kind in ("csv", "xlsx"):
            out = fetch(admin, f"tables/{name}", plant="LHR", file=kind)
            assert out.status_code == 200, name
            files[f"{name}.{kind}"] = bytes(out.content)
        looked, written = list(files)[:: -1 if place % 2 else 1]  # each kind for half of them
        seen = told(sent(admin, name, looked, files[looked]), 200)
        assert seen == (0, 0, len(rows), False), looked
        event = str(uuid4())
        done = told(sent(admin, name, written, files[written], event=event), 201)
        assert done == (0, 0, len(rows), True), written
        again = sent(admin, name, written, files[written], event=event)
        assert (again.status_code, again.json()["replay"]) == (200, True), written
        if rows:
            refused(admin, name, files[f"{name}.csv"], len(rows))
        filled += bool(rows)
    assert filled >= 20 // PARTS


def refused(admin: Client, name: str, content: bytes, rows: int) -> None:
    """One row twice: not a single one is written, and the line is named."""
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    out = io.StringIO()
    csv.writer(out).writerows([*lines, lines[1]])
    bad = sent(admin, name, "bad.csv", out.getvalue().encode(), event=str(uuid4()))
    assert (bad.status_code, bad.json()["code"]) == (422, "bad_file"), name
    faults = {(row["line"], row["fault"]) for row in bad.json()["faults"]}
    assert (rows + 2, "twice") in faults, (name, faults)


def test_a_table_is_changed_by_a_file_whole_or_not_at_all(
    floor_of: Callable[[str, str], Floor],
) -> None:
    admin = floor_of("LHR-B", "NOVA-X2").person("admin")

    def areas() -> dict[str, str]:
        found = fetch(admin, "tables/areas", plant="LHR").json()["rows"]
        return {row["code"]: row["name"] for row in found}

    before = areas()
    bad = xlsx_of(["HALL-1", "Great hall"], ["HALL-9", "=1+1"], header=("code", "name"))
    answer = sent(admin, "areas", "areas.xlsx", bad, event=str(uuid4()))
    assert [(row["line"], row["fault"]) for row in answer.json()["faults"]] == [(3, "formula")]
    assert areas() == before

    good = b"code,name\nHALL-1,Great hall\nHALL-9,Annex\n"
    assert told(sent(admin, "areas", "areas.csv", good), 200) == (1, 1, 0, False)
    assert areas() == before
    event = str(uuid4())
    assert told(sent(admin, "areas", "areas.csv", good, event=event), 201) == (1, 1, 0, True)
    assert sent(admin, "areas", "areas.csv", good, event=event).json()["replay"] is True
    assert areas() == {**before, "HALL-1": "Great hall", "HALL-9": "Annex"}
