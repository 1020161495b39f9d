"""A shift's crew, training and instructions through HTTP only, from badge to scan."""

import base64
import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from PIL import Image

from lines.models import HandedRow, ShiftStart
from plants.models import Assignment, SkillOverride, Training
from plants.queries.facts import forget_facts
from plants.queries.shifts import forget_shifts
from tests.calls import fetch, send
from tests.factories import PIN
from tests.ledger import a_shift
from tests.plant import PlantAtWork, a_unit
from tests.scanning import Scanner

pytestmark = pytest.mark.django_db
CHEN = {"badge": "B-chen", "pin": PIN}


@pytest.fixture
def chen(works: PlantAtWork, client_for):
    forget_shifts()
    a_shift(works.line, start=timezone.now() - timedelta(hours=1))
    return client_for(works.chen)


def picture() -> str:
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(made, "PNG")
    return base64.b64encode(made.getvalue()).decode()


def taught(client, person: str, level: int = 3, **more: object):
    said = {"plant": "LHR", "badge": f"B-{person}", "skill": "CHAMBER", "level": level}
    return send(client, "trainings", **{**said, "given_by": "Bo", "given_on": "2026-01-05", **more})


def asked_for(client, **more: object) -> None:
    named = {"plant": "LHR", "code": "chamber", "name": "Ageing chamber"}
    assert send(client, "skills", **named).status_code == 201
    need = {"plant": "LHR", "operation": "AGE", "skill": "CHAMBER", "level": 2, **more}
    assert send(client, "skill-needs", **need).status_code == 201
    forget_facts()


def test_a_shift_from_badge_to_scan(works, chen) -> None:
    asked_for(chen)
    place = {"station": "LHR-B-AGE", "badge": "B-ana"}
    refused = send(chen, "crew", **place).json()
    assert (refused["code"], "Ageing chamber" in refused["detail"]) == ("not_qualified", True)
    assert taught(chen, "ana").status_code == 201
    forget_facts()
    assert send(chen, "crew", **place).status_code == 201
    assert send(chen, "crew", **place).json()["new"] is False
    other = send(chen, "crew", station="LHR-B-ASM-01", badge="ana")
    assert other.status_code == 201  # several jobs at once
    begun = send(chen, "lines/LHR-B/shift-start", checks=["esd", "jigs"])
    assert begun.status_code == 201
    row = ShiftStart.objects.get()
    assert (row.checks, len(row.crew), row.made_by) == (["esd", "jigs"], 2, works.chen)
    assert send(chen, "lines/LHR-B/shift-start").json()["code"] == "wrong_state"
    forget_facts()
    unit = a_unit(works, past="ASM-01")
    assert Scanner(works).scan("AGE", unit.serial).status == 201
    assert send(chen, "crew/leave", **place).status_code == 200
    assert send(chen, "crew/leave", **place).json()["code"] == "nothing_due"
    assert Assignment.objects.filter(ended_at=None).count() == 1
    forget_facts()
    unit = a_unit(works, past="ASM-01")
    assert Scanner(works).scan("AGE", unit.serial).code == "nobody_here"


def test_a_supervisor_lets_somebody_work_by_badge_and_pin(works, chen, client_for) -> None:
    asked_for(chen)
    ana = client_for(works.ana)
    said = {"station": "LHR-B-AGE", "badge": "B-ana", "reason": "Two are ill"}
    assert send(ana, "crew/override", **said).json()["code"] == "second_needed"
    blank = send(ana, "crew/override", **{**said, "reason": " "}, second=CHEN)
    assert blank.json()["code"] == "reason_needed"
    own = {"badge": "B-ana", "pin": PIN}
    assert send(ana, "crew/override", **said, second=own).json()["code"] == "not_allowed"
    wrong = {"badge": "B-chen", "pin": "000111"}
    assert send(ana, "crew/override", **said, second=wrong).json()["code"] == "wrong_pin"
    assert not SkillOverride.objects.exists()
    event_id = str(uuid4())
    let = send(ana, "crew/override", **said, second=CHEN, event_id=event_id)
    assert let.status_code == 201
    row = SkillOverride.objects.get()
    assert (row.given_by, row.missing, str(row.event_id)) == (
        works.chen,
        "Ageing chamber",
        event_id,
    )
    assert row.until > timezone.now()
    replay = send(ana, "crew/override", **said, event_id=event_id)
    assert (replay.status_code, replay.json()["replay"]) == (200, True)
    forget_facts()
    assert send(chen, "crew", station="LHR-B-AGE", badge="B-ana").status_code == 201


def test_nobody_certifies_themselves_and_a_certificate_goes_with_a_reason(works, chen) -> None:
    asked_for(chen)
    assert taught(chen, "chen").json()["code"] == "same_person"
    assert taught(chen, "ana", expires_on="2026-01-01").status_code == 422
    assert taught(chen, "ana", result="revoked").json()["code"] == "reason_needed"
    assert taught(chen, "ana", result="revoked", note="Skipped checks").status_code == 201
    assert Training.objects.get().result == "revoked"
    assert taught(chen, "nobody").json()["code"] == "unknown_thing"
    soon = (timezone.localdate() + timedelta(days=9)).isoformat()
    assert taught(chen, "bo", expires_on=soon).status_code == 201
    rows = fetch(chen, "trainings", expiring=1).json()["results"]
    assert [row["person"] for row in rows] == ["bo"]


def test_an_instruction_is_released_by_another_person_and_read_by_name(
    works, chen, client_for
) -> None:
    bo, ana = client_for(works.bo), client_for(works.ana)
    wish = {"plant": "LHR", "operation": "AGE", "title": "Load the chamber", "required": True}
    drafted = send(bo, "instructions", **wish, content=picture())
    assert drafted.status_code == 201, drafted.json()
    no = drafted.json()["instruction"]["no"]
    assert ana.get(f"/instructions/{no}/file/").status_code == 404  # a draft
    assert send(ana, f"instructions/{no}/read").json()["code"] == "not_read_yet"
    assert send(bo, f"instructions/{no}/release").json()["code"] == "not_allowed"
    assert send(chen, f"instructions/{no}/release").status_code == 200
    file = ana.get(f"/instructions/{no}/file/")
    assert (file.status_code, file["Content-Type"]) == (200, "image/png")
    assert file["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in file["Content-Security-Policy"]

    send(chen, "crew", station="LHR-B-AGE", badge="B-ana")
    forget_facts()
    unit = a_unit(works, past="ASM-01")
    assert Scanner(works).scan("AGE", unit.serial).code == "read_instruction"
    page = ana.get("/station/LHR-B-AGE/instruction/").content.decode()
    assert f'data-api="/api/v1/instructions/{no}/read"' in page
    assert send(ana, f"instructions/{no}/read", station="LHR-B-AGE").status_code == 201
    forget_facts()
    assert Scanner(works).scan("AGE", unit.serial).status == 201

    second = send(bo, "instructions", **wish, content=picture()).json()["instruction"]
    assert second["version"] == 2
    assert send(chen, f"instructions/{second['no']}/release").status_code == 200
    states = {row["no"]: row["state"] for row in fetch(bo, "instructions").json()["results"]}
    assert states == {no: "retired", second["no"]: "released"}
    forget_facts()
    unit = a_unit(works, past="ASM-01")
    assert Scanner(works).scan("AGE", unit.serial).code == "read_instruction"


def test_whoever_drafted_a_version_does_not_release_it(works, chen) -> None:
    wish = {"plant": "LHR", "operation": "AGE", "title": "Load", "content": picture()}
    no = send(chen, "instructions", **wish).json()["instruction"]["no"]
    assert send(chen, f"instructions/{no}/release").json()["code"] == "same_person"


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + b"\x00" * 40,
        b"%PDF-1.7\n1 0 obj <</S /JavaScript /JS (app.alert(1))>> endobj\n%%EOF",
        b"%PDF-1.7\n1 0 obj <</S /J#61vaScript>> endobj\n%%EOF",
        b"%PDF-1.7 cut off",
        b"\x89PNG\r\n\x1a\n broken",
        b"",
    ],
)
def test_a_file_that_is_no_plain_picture_or_pdf_is_refused(works, chen, content: bytes) -> None:
    sent = base64.b64encode(content).decode()
    wish = {"plant": "LHR", "operation": "AGE", "title": "Load"}
    answer = send(chen, "instructions", **wish, content=sent)
    assert answer.status_code in (422, 400), answer.json()
    assert answer.json()["code"] in ("file_not_safe", "malformed")


def test_a_plain_pdf_is_kept(works, chen) -> None:
    content = b"%PDF-1.7\n1 0 obj <</Type /Catalog /OpenAction [1 0 R /Fit]>> endobj\n%%EOF\n"
    wish = {"plant": "LHR", "operation": "AGE", "title": "Load"}
    answer = send(chen, "instructions", **wish, content=base64.b64encode(content).decode())
    assert answer.json()["instruction"]["kind"] == "application/pdf"


def test_a_row_of_a_tablet_is_handed_over_once_and_settled_with_a_reason(
    works, chen, client_for
) -> None:
    ana = client_for(works.ana)
    said = {
        "station": "LHR-B-AGE", "sent_id": str(uuid4()), "url": "/station/LHR-B-AGE/scan/",
        "sent": '{"identifier": "SN-1"}', "serial": "SN-1", "why": "Your role may not do this.",
    }  # fmt: skip
    assert send(ana, "outbox-rows", **said).status_code == 201
    assert send(ana, "outbox-rows", **said).status_code == 201
    row = HandedRow.objects.get()
    assert (row.body, row.handed_by) == ({"identifier": "SN-1"}, works.ana)
    other = send(ana, "outbox-rows", **{**said, "sent": "{}"})
    assert other.json()["code"] == "event_id_reused"
    path = f"outbox-rows/{row.pk}/settle"
    assert send(ana, path, reason="done").json()["code"] == "not_allowed"
    assert send(chen, path, reason=" ").json()["code"] == "reason_needed"
    assert send(chen, path, reason="Scanned again by Bo").status_code == 200
    assert send(chen, path, reason="Again").json()["code"] == "wrong_state"
    assert fetch(chen, "outbox-rows", open=1).json() == []
    assert len(fetch(chen, "outbox-rows").json()) == 1
