"""A test record: always kept, judged by the plan, and the unit's move where the route allows it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from lines.actions.holds import place_hold
from lines.actions.insist import insist
from lines.actions.scan import NOTHING_TO_REVIEW
from lines.actions.standing import MoveRow, Visit, commit_move, read_standing
from lines.actions.working import second_check_due
from lines.models import HoldSubject, MoveKind
from lines.rules.identifiers import check_identifier
from lines.rules.route import Change, Standing, failed, may_enter, passed
from lines.rules.two_people import check_two
from mes.kernel.clock import stamp
from mes.kernel.live import publish_line
from mes.kernel.receipts import Receipt
from mes.kernel.refusals import Refusal
from mes.kernel.refused import Sender
from plants.queries.facts import StationFacts, StepFacts, route_map
from plants.rules.equipment import check_tools
from quality.actions.defects import Fault
from quality.actions.record_rows import RECORDS, Row, keep_uncounted, record_extra
from quality.actions.records_again import told_again
from quality.actions.records_sent import send_on
from quality.models.released import plan_facts
from quality.rules.limits import PASSED, Judgement, judge
from quality.rules.plans import PlanFacts
from quality.rules.records import RecordIn, check_program, check_test_step
from quality.rules.routing import Told, record_answer

NOT_FOR_REVIEW = NOTHING_TO_REVIEW | {
    "no_plan", "wrong_program", "not_allowed", "second_needed", "same_person", "wrong_pin",
    "pin_locked",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Posted:
    """A record as it came; `raw` is kept beside it unless empty.

    `machine`: a rig wrote it although no token says so (a file in the drop folder). `second_id`
    is who agreed to scrap, `second_no` why nobody did.
    """

    record: RecordIn
    body_hash: bytes
    raw: bytes
    may_scrap: bool
    machine: bool = False
    second_id: int | None = None
    second_no: Refusal | None = None


@dataclass(frozen=True, slots=True)
class _Bench:
    """The unit in front of the tester, as far as it is known, and the plan to judge by."""

    standing: Standing | None
    plan: PlanFacts | None
    judged: Judgement


def record_test(*, posted: Posted, station: StationFacts, sender: Sender, now: datetime) -> Receipt:
    """Keep the record once for its event id; pass or fail the unit where its route allows that.

    201 with `routing.allowed` true when it counted; false, with the code that says why, when it
    is only kept. 200 for a repeat; 202 `needs_review` for a late record out of order: the unit is
    held. An outcome of error, aborted or timeout counts as a failed run.
    """
    event = posted.record.event
    visit = Visit(station, sender, stamp(received_at=now, device_at=event.at, offset=event.offset))
    receipt = insist(
        lambda: _attempt(posted, visit),
        plant_id=station.plant_id,
        identifier=event.identifier.strip(),
    )
    if receipt.status == 201:
        publish_line(line_code=station.line_code)
    return receipt


def _attempt(posted: Posted, visit: Visit) -> Receipt | None:
    event = posted.record.event
    reading = read_standing(
        plant_id=visit.station.plant_id,
        station_id=visit.station.id,
        identifier=event.identifier.strip(),
        event_id=event.event_id,
        ledger=RECORDS,
    )
    if reading.earlier is not None:
        return told_again(event.event_id, posted.body_hash, reading.earlier)
    standing = reading.standing
    plan = _plan(standing, visit.station)
    bench = _Bench(standing, plan, _judged(plan, posted.record))
    try:
        found, step = _may_count(posted, bench, visit, elsewhere=bool(reading.more))
        check = second_check_due(visit, model_id=route_map(found.route_id).model_id)
    except Refusal as refusal:
        return _keep(posted, bench, visit, refusal)
    return _count(posted, bench, visit, found, step, check=check)


def _judged(plan: PlanFacts | None, record: RecordIn) -> Judgement:
    return judge(plan, record.outcome, record.measured, [file.name for file in record.files])


def _plan(standing: Standing | None, station: StationFacts) -> PlanFacts | None:
    if standing is None or station.kind != "test":
        return None
    return plan_facts(
        route_map(standing.route_id).model_id, station.operation_id, standing.variant_id
    )


def _may_count(
    posted: Posted, bench: _Bench, visit: Visit, *, elsewhere: bool
) -> tuple[Standing, StepFacts]:
    record, standing = posted.record, bench.standing
    check_identifier(record.event.identifier)
    if standing is None:
        raise Refusal("unknown_unit", identifier=record.event.identifier.strip())
    step = may_enter(standing, route_map(standing.route_id), visit.station)
    check_test_step(step)
    if elsewhere:
        raise Refusal("other_station_needed", here=step.name, here_ur=step.name_ur)
    if bench.plan is None:
        raise Refusal("no_plan", here=step.name, here_ur=step.name_ur)
    check_program(
        bench.plan,
        program=record.program,
        version=record.program_version,
        by_person=visit.sender.token_id is None and not posted.machine,
    )
    check_tools(
        visit.station.tools,
        zone=visit.station.timezone,
        fixture=record.fixture,
        slot=record.slot,
        at=visit.when.at,
    )
    if record.defect.disposition == "scrap":
        _check_scrap(posted, by=visit.sender.person_id)
    return standing, step


def _check_scrap(posted: Posted, *, by: int | None) -> None:
    """Refuse who may not, and one person alone."""
    if not posted.may_scrap:
        raise Refusal("not_allowed", who="QA")
    if posted.second_no is not None:
        raise posted.second_no
    check_two(by=by, second=posted.second_id)


def _count(
    posted: Posted, bench: _Bench, visit: Visit, standing: Standing, step: StepFacts, *, check: bool
) -> Receipt | None:
    record, judged = posted.record, bench.judged
    good = judged.outcome == PASSED
    change, sent = _after(standing, step, record, good=good)
    move = MoveRow(
        event_id=record.event.event_id,
        body_hash=posted.body_hash,
        kind=MoveKind.PASS if good else MoveKind.FAIL,
        position=step.position,
        run=standing.run + 1,
        visit=visit,
        late=record.event.late,
        output=good and step.is_output,
        check=good and check,
    )
    row = Row(
        record=record,
        judged=judged,
        visit=visit,
        body_hash=posted.body_hash,
        plan_id=bench.plan.id if bench.plan else None,
        run=move.run,
        more={"disposition": sent} if sent else {},
    )
    fault = None if good else _fault(record, bench)
    with_defect = fault if fault and fault.code and sent != "repair" else None
    extra = record_extra(row, raw=posted.raw, fault=with_defect)
    if sent:
        with transaction.atomic():
            done = commit_move(standing, change, move, extra)
            if done:
                send_on(sent, standing, step, move, fault, second_id=posted.second_id)
    else:
        done = commit_move(standing, change, move, extra)
    return Receipt(201, record_answer(_told(row, standing, step, sent))) if done else None


def _after(
    standing: Standing, step: StepFacts, record: RecordIn, *, good: bool
) -> tuple[Change, str]:
    """How the unit stands after the run, and where it was sent: repair, scrap or nowhere."""
    if good:
        return passed(standing, step), ""
    disposition = record.defect.disposition
    change = failed(standing, step, to_repair=disposition == "repair")
    if disposition == "scrap":
        return change._replace(state="scrapped"), "scrap"
    return change, "repair" if change.state == "in_repair" else ""


def _fault(record: RecordIn, bench: _Bench) -> Fault:
    """What the tester said is wrong, else what the plan says of the first step out of limits."""
    said, code = record.defect, record.defect.code
    if not code and bench.plan is not None and bench.judged.bad:
        code = bench.plan.by_name[bench.judged.bad[0]].defect
    return Fault(code=code, location=said.location, note=said.note)


def _keep(posted: Posted, bench: _Bench, visit: Visit, refusal: Refusal) -> Receipt:
    """Store a record that does not count; a late one out of order holds its unit."""
    standing, late = bench.standing, posted.record.event.late
    review = late and standing is not None and refusal.code not in NOT_FOR_REVIEW
    code = "needs_review" if review else refusal.code
    facts = {"why": refusal.code, **{key: str(value) for key, value in refusal.facts.items()}}
    row = Row(
        record=posted.record,
        judged=bench.judged,
        visit=visit,
        body_hash=posted.body_hash,
        plan_id=bench.plan.id if bench.plan else None,
        run=standing.run + 1 if standing else 1,
        code=code,
        more={"refusal": facts},
    )
    with transaction.atomic():
        keep_uncounted(row, unit_id=standing.unit_id if standing else None, raw=posted.raw)
        if review and standing is not None:
            place_hold(
                plant_id=standing.plant_id,
                subject=HoldSubject.UNIT,
                subject_id=standing.unit_id,
                cause="needs_review",
                reason=f"Late record at {visit.station.code}: {refusal.code}",
                by=visit.sender.person_id,
            )
    answer = record_answer(_told(row, standing, None, "", facts))
    return Receipt(202 if review else 201, answer)


def _told(
    row: Row,
    standing: Standing | None,
    step: StepFacts | None,
    sent: str,
    facts: dict[str, str] | None = None,
) -> Told:
    return Told(
        event_id=row.record.event.event_id,
        serial=standing.serial if standing else "",
        outcome=row.judged.outcome,
        run=row.run,
        at=row.visit.when.at,
        route=route_map(standing.route_id) if standing else None,
        position=step.position if step else 0,
        code=row.code,
        facts=facts,
        sent=sent,
        bad=row.judged.bad,
        clock_off=row.visit.when.clock_off,
    )
