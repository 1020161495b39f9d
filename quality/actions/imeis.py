"""IMEIs on their road: issued to a unit, written into the phone, confirmed at another station."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from lines.actions.holds import place_hold
from lines.actions.scan import answer_of
from lines.actions.standing import commit_move
from lines.actions.working import second_check_due
from lines.models import HoldSubject
from lines.rules.answers import iso
from lines.rules.route import Standing, may_enter, passed
from mes.kernel.receipts import Receipt
from plants.queries.facts import StepFacts, route_map
from quality.actions.imei.locked import refusing_locked
from quality.actions.imei.taking import take_next
from quality.actions.imei.witness import witness
from quality.actions.imei_acts import (
    NOTED,
    Act,
    Doing,
    given,
    keep,
    listed,
    mismatch,
    move_of,
    noted,
    perform,
)
from quality.models import ImeiEvent, ImeiEventKind
from quality.rules.holding import Holding, after, disagreement, may_confirm, may_issue, may_write
from quality.rules.readings import spoken

_AGAIN_SQL = f"""
WITH changed AS (
  SELECT id, plant_id FROM lines_unit WHERE id = %s AND version = %s FOR SHARE
), taken AS (
  SELECT m.slot, m.imei FROM quality_imei m, changed
  WHERE m.unit_id = changed.id AND m.state IN ('reserved', 'written', 'confirmed')
){NOTED}
SELECT count(*) FROM changed
"""  # noqa: S608

_STEPPED = f""", taken AS (
  UPDATE quality_imei m SET state = %s FROM changed
  WHERE m.unit_id = changed.id AND m.state = %s RETURNING m.slot, m.imei
){NOTED}"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class _Road:
    state: str
    evidence: dict[str, Any]


def issue_imeis(*, act: Act) -> Receipt:
    """Reserve a whole set of the model for the unit and bind it; the same again while it has one.

    201 with `imeis`. Refuses `imei_exhausted` only when no free set is left: a set that others
    have in hand is waited for. Refuses `imei_locked` behind an open fence and on settings that
    could lose an answer.
    """
    return witnessed(act, lambda standing, holding: _issue(act, standing, holding))


def witnessed(act: Act, doing: Doing) -> Receipt:
    """An act that gives out numbers: its answer leaves when the issue journal has it too."""
    with refusing_locked():
        receipt = perform(act, doing)
    if receipt.status < 300:
        numbers = [str(row["imei"]) for row in receipt.answer["imeis"]]
        witness(
            event_id=act.event.event_id,
            plant_id=act.visit.station.plant_id,
            given={str(receipt.answer["unit"]): numbers},
        )
    return receipt


def write_imeis(*, act: Act, read_back: Mapping[int, str]) -> Receipt:
    """The phone read back what was reserved: written, and the unit passes the write step."""

    def write(standing: Standing, holding: Holding) -> Receipt | None:
        step = may_enter(standing, route_map(standing.route_id), act.visit.station)
        may_write(holding, act.visit.station)
        evidence = {"read_back": spoken(read_back)}
        slot = disagreement(holding, read_back)
        if slot is not None:
            return _mismatch(act, standing, holding, {"slot": slot, **evidence})
        return _step(act, standing, holding, step, road=_Road("written", evidence))

    return perform(act, write)


def confirm_imeis(*, act: Act, read_back: Mapping[int, str], label: Mapping[int, str]) -> Receipt:
    """Phone, label and ledger agree at another station: confirmed, and its gate is open.

    Otherwise `read_back_mismatch`: the unit is held and the evidence kept.
    """

    def confirm(standing: Standing, holding: Holding) -> Receipt | None:
        may_confirm(holding, act.visit.station)
        step = may_enter(standing, route_map(standing.route_id), act.visit.station)
        evidence = {"read_back": spoken(read_back), "label": spoken(label)}
        slot = disagreement(holding, read_back, label)
        if slot is not None:
            return _mismatch(act, standing, holding, {"slot": slot, **evidence})
        return _step(act, standing, holding, step, road=_Road("confirmed", evidence))

    return perform(act, confirm)


def _issue(act: Act, standing: Standing, holding: Holding) -> Receipt | None:
    may_issue(holding, act.visit.station)
    may_enter(standing, route_map(standing.route_id), act.visit.station)
    second_check_due(act.visit, model_id=holding.model_id)
    if holding.numbers:
        note = noted(act, "reserved", count=holding.imei_count, evidence=None, reason="again")
        with connection.cursor() as cursor:
            cursor.execute(_AGAIN_SQL, [standing.unit_id, standing.version, *note])
            (same,) = cursor.fetchone()
        return issued(act, standing, holding.numbers) if same else None
    numbers = take_next(act, standing, holding)
    return None if numbers is None else issued(act, standing, numbers)


def issued(act: Act, standing: Standing, numbers: Mapping[int, str]) -> Receipt:
    return Receipt(201, given(act, "reserved", standing.serial, numbers, iso(act.visit.when.at)))


def _step(
    act: Act, standing: Standing, holding: Holding, step: StepFacts, *, road: _Road
) -> Receipt | None:
    check = second_check_due(act.visit, model_id=holding.model_id)
    move = move_of(act, "pass", step.position, standing.run + 1)._replace(check=check)
    note = noted(act, road.state, count=holding.imei_count, evidence=road.evidence)
    extra = (_STEPPED, [after(holding, road.state), holding.state, *note])
    if not commit_move(standing, passed(standing, step), move, extra):
        return None
    return Receipt(201, {**answer_of(move, standing), "imeis": listed(holding.numbers)})


def _mismatch(
    act: Act, standing: Standing, holding: Holding, evidence: dict[str, Any]
) -> Receipt | None:
    refusal = mismatch(evidence["slot"])
    with transaction.atomic():
        ImeiEvent.objects.create(
            event_id=act.event.event_id,
            plant_id=standing.plant_id,
            kind=ImeiEventKind.MISMATCH,
            unit_id=standing.unit_id,
            station_id=act.visit.station.id,
            person_id=act.visit.sender.person_id,
            token_id=act.visit.sender.token_id,
            imeis=[holding.numbers[slot] for slot in sorted(holding.numbers)],
            evidence=evidence,
            at=act.visit.when.at,
            body_hash=act.body_hash,
        )
        place_hold(
            plant_id=standing.plant_id,
            subject=HoldSubject.UNIT,
            subject_id=standing.unit_id,
            cause="read_back_mismatch",
            reason=str(refusal.answer()["detail"]),
            by=act.visit.sender.person_id,
        )
        keep(act, refusal, standing)
    return Receipt(refusal.status, refusal.answer())
