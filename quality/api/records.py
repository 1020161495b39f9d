"""`POST /api/v1/test-records`: one run of one test, from a rig or from a person's screen."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from lines.api.scans import sender_of
from lines.rules.events import hashed
from mes.kernel.receipts import body_hash
from mes.kernel.refusals import Refusal
from mes.kernel.refused import Sender
from plants.actions.people import confirm_second
from plants.api.bodies import Body
from plants.api.callers import Caller, station_for
from plants.api.hot import hot_view
from plants.models import Role
from plants.queries.badges import person_of_badge
from plants.queries.facts import StationFacts
from quality.actions.records import Posted, record_test
from quality.models import TestRecord
from quality.rules.csv_record import record_table
from quality.rules.intake import evidence_of, native_body
from quality.rules.records import RecordIn, record_of

MAY_SCRAP = (Role.QA, Role.QA_LEAD, Role.SUPERVISOR)


@hot_view(max_bytes=16 * 2**20, table=record_table)
def test_records(caller: Caller, body: Body) -> tuple[int, dict[str, Any]]:
    """201 kept, `routing.allowed` says whether it counted; 200 a repeat; 202 `needs_review`."""
    now = timezone.now()
    record = record_of(native_body(body.form, body))
    station = station_for(caller, record.event.station)
    second_id, second_no = _second(caller, body, record, station, now)
    posted = Posted(
        record=record,
        body_hash=body_hash(hashed(body)),
        raw=evidence_of(body.raw, body) if _is_evidence(caller, body) else b"",
        may_scrap=caller.has_role(station.plant_id, *MAY_SCRAP),
        second_id=second_id,
        second_no=second_no,
    )
    sender = tester_of(caller, station, record.operator)
    receipt = record_test(posted=posted, station=station, sender=sender, now=now)
    return receipt.status, receipt.answer


def _is_evidence(caller: Caller, body: Body) -> bool:
    """A rig's words, and a file whoever brings it; a page of ours sends what the record holds."""
    return caller.token_id is not None or body.form not in ("", "json")


def _second(
    caller: Caller, body: Body, record: RecordIn, station: StationFacts, now: datetime
) -> tuple[int | None, Refusal | None]:
    """Who agrees to scrap by the body's `second`; or why not, for the record is kept all the same.

    A record that came before is told again without asking anybody.
    """
    said = body.get("second")
    if record.defect.disposition != "scrap" or said is None or _is_evidence(caller, body):
        return None, None
    if TestRecord.objects.filter(event_id=record.event.event_id).exists():
        return None, None
    try:
        person = confirm_second(
            second=said,
            first_person_id=caller.person_id,
            plant_id=station.plant_id,
            roles=MAY_SCRAP,
            now=now,
            device=caller.rig,
        )
    except Refusal as refusal:
        return None, refusal
    return person.pk, None


def tester_of(caller: Caller, station: StationFacts, operator: str) -> Sender:
    """The sender; a rig may name its operator by badge, a person speaks for nobody else."""
    sender = sender_of(caller, station)
    if caller.person_id is not None or not operator:
        return sender
    person_id = person_of_badge(operator, plant_id=station.plant_id)
    return Sender(sender.plant_id, sender.station_id, person_id, sender.token_id)
