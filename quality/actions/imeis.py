"""IMEIs on their road: issued to a unit, written into the phone, confirmed at another station."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection, transaction

from lines.actions.holds import place_hold
from lines.actions.identifiers import bound_from
from lines.actions.scan import answer_of
from lines.actions.standing import commit_move
from lines.models import HoldSubject
from lines.rules.answers import iso
from lines.rules.route import Standing, may_enter, passed
from mes.kernel.receipts import Receipt
from mes.kernel.refusals import Refusal
from plants.queries.facts import StepFacts, route_map
from quality.actions.imei_acts import (
    NOTED,
    Act,
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

# `pos` is in the free index alone, so the planner has no other road to it.
NEXT_SET = """
  SELECT set_no FROM quality_imei
  WHERE plant_id = %s AND model_id = %s AND state = 'free' AND fence_id IS NULL AND slot = 1
  ORDER BY pos LIMIT 1 FOR UPDATE"""

# The commit waits for the disk whatever the session says.
_ISSUE_SQL = f"""
WITH next_set AS ({NEXT_SET} {{others}}), changed AS (
  UPDATE lines_unit SET version = version + 1
  FROM set_config('synchronous_commit', 'on', true)
  WHERE id = %s AND version = %s AND EXISTS (SELECT 1 FROM next_set) RETURNING id, plant_id
), taken AS (
  UPDATE quality_imei m SET state = 'reserved', unit_id = changed.id
  FROM next_set, changed
  WHERE m.plant_id = changed.plant_id AND m.set_no = next_set.set_no
    AND m.state = 'free' AND m.fence_id IS NULL
  RETURNING m.slot, m.imei, 'imei' || m.slot AS kind, m.imei AS value
){bound_from("taken")}{NOTED}
SELECT (SELECT count(*) FROM next_set), (SELECT count(*) FROM changed),
  (SELECT jsonb_object_agg(slot, imei) FROM taken)
"""  # noqa: S608  (constants)
_ISSUE_SKIPPING = _ISSUE_SQL.format(others="SKIP LOCKED")
_ISSUE_WAITING = _ISSUE_SQL.format(others="")

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
    have in hand is waited for. Refuses `imei_locked` on settings that could lose an answer.
    """
    return perform(act, lambda standing, holding: _issue(act, standing, holding))


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
    if holding.numbers:
        note = noted(act, "reserved", count=holding.imei_count, evidence=None, reason="again")
        with connection.cursor() as cursor:
            cursor.execute(_AGAIN_SQL, [standing.unit_id, standing.version, *note])
            (same,) = cursor.fetchone()
        return _issued(act, standing, holding.numbers) if same else None
    found, changed, numbers = _take_set(_ISSUE_SKIPPING, act, standing, holding)
    if not found:
        found, changed, numbers = _take_set(_ISSUE_WAITING, act, standing, holding)
    if not found:
        raise Refusal("imei_exhausted", model=holding.model)
    return _issued(act, standing, numbers) if changed else None


def _take_set(
    sql: str, act: Act, standing: Standing, holding: Holding
) -> tuple[int, int, dict[int, str]]:
    note = noted(act, "reserved", count=holding.imei_count, evidence=None)
    with connection.cursor() as cursor:
        cursor.execute(
            sql,
            [standing.plant_id, holding.model_id, standing.unit_id, standing.version, *note],
        )
        found, changed, numbers = cursor.fetchone()
    taken: dict[str, str] = orjson.loads(numbers or "{}")
    return found, changed, {int(slot): imei for slot, imei in taken.items()}


def _issued(act: Act, standing: Standing, numbers: Mapping[int, str]) -> Receipt:
    return Receipt(201, given(act, "reserved", standing.serial, numbers, iso(act.visit.when.at)))


def _step(
    act: Act, standing: Standing, holding: Holding, step: StepFacts, *, road: _Road
) -> Receipt | None:
    move = move_of(act, "pass", step.position, standing.run + 1)
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
