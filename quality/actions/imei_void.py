"""IMEIs are burnt, never given back (GSMA TS.06): void with a reason, two people once confirmed."""

from typing import Any

from django.db import connection

from lines.actions.identifiers import TOUCHED, retire_identifiers, retired_from
from lines.actions.place import Occasion
from lines.actions.standing import commit_move, read_standing
from lines.rules.answers import iso
from lines.rules.route import Change, Standing
from lines.rules.two_people import check_two
from mes.kernel.receipts import Receipt
from mes.kernel.refusals import Refusal
from plants.queries.facts import RouteMap, route_map
from quality.actions.imei_acts import IMEIS, NOTED, Act, given, move_of, noted, perform
from quality.models import Imei, ImeiEvent, ImeiEventKind, ImeiState
from quality.rules.holding import Holding, may_void

LIVE = (ImeiState.RESERVED, ImeiState.WRITTEN, ImeiState.CONFIRMED)

_VOIDED = f""", taken AS (
  UPDATE quality_imei m SET state = 'voided', void_reason = %s FROM changed
  WHERE m.unit_id = changed.id AND m.state IN ('reserved', 'written', 'confirmed')
  RETURNING m.slot, m.imei, m.imei AS value
){retired_from("taken")}{NOTED}"""  # noqa: S608

_IN_PLACE_SQL = f"""
WITH {TOUCHED}{_VOIDED}
SELECT count(*) FROM changed
"""  # noqa: S608


def void_imeis(*, act: Act, reason: str, second_id: int | None = None) -> Receipt:
    """Void every live IMEI of the unit; one past its write step goes back to before it.

    Refuses `reason_needed`, `second_needed` when confirmed, `wrong_state` when packed or gone.
    """

    def void(standing: Standing, holding: Holding) -> Receipt | None:
        if not reason.strip():
            raise Refusal("reason_needed")
        may_void(
            holding,
            unit_state=standing.state,
            serial=standing.serial,
            second=second_id is not None,
        )
        note = noted(
            act, "voided", count=len(holding.numbers), evidence=None, second_id=second_id,
            reason=reason.strip(),
        )  # fmt: skip
        if not _write(act, standing, (_VOIDED, [reason.strip(), *note])):
            return None
        answer = given(act, "voided", standing.serial, holding.numbers, iso(act.visit.when.at))
        return Receipt(201, answer)

    return perform(act, void)


def was_answered(act: Act) -> bool:
    """Whether the event has its receipt: then a repeat need not prove again who agreed to it."""
    reading = read_standing(
        plant_id=act.visit.station.plant_id,
        station_id=act.visit.station.id,
        identifier=act.identifier,
        event_id=act.event.event_id,
        ledger=IMEIS,
    )
    return reading.earlier is not None


def burn_imeis(
    *, unit_id: int, occasion: Occasion, reason: str, second_id: int | None
) -> list[str]:
    """Void the live IMEIs of a unit that the caller has locked, as part of another act.

    Their identifiers are retired, an event says which and why. Empty when there were none.
    Refuses `second_needed` and `same_person` when a confirmed one would go without two people: a
    device that closes a repair is none.
    """
    live = Imei.objects.filter(unit_id=unit_id, state__in=LIVE).order_by("slot")
    rows = list(live.select_for_update())
    if not rows:
        return []
    if any(row.state == ImeiState.CONFIRMED for row in rows):
        check_two(by=occasion.person_id, second=second_id)
    live.update(state=ImeiState.VOIDED, void_reason=reason)
    retire_identifiers(unit_id=unit_id, kinds=[f"imei{row.slot}" for row in rows], now=occasion.at)
    ImeiEvent.objects.create(
        event_id=occasion.event_id,
        plant_id=rows[0].plant_id,
        kind=ImeiEventKind.VOIDED,
        unit_id=unit_id,
        station_id=occasion.station_id,
        person_id=occasion.person_id,
        second_id=second_id,
        token_id=occasion.token_id,
        imeis=[row.imei for row in rows],
        reason=reason,
        at=occasion.at,
        body_hash=occasion.body_hash,
    )
    return [row.imei for row in rows]


def back_to_write(standing: Standing, route: RouteMap) -> tuple[Change, int] | None:
    """The unit before its IMEI write step, and that step's position; None when it is there.

    The gates of the step and of all after it are shut again.
    """
    step = next((step for step in route.steps if step.kind == "imei_write"), None)
    if step is None or standing.done < step.position or standing.state != "in_process":
        return None
    before = [s.position for s in route.steps if s.position < step.position]
    shut = {s.grants for s in route.steps if s.position >= step.position}
    gates = tuple(gate for gate in standing.gates if gate not in shut)
    change = Change(standing.state, max(before, default=0), 0, standing.repairs, gates)
    return change, step.position


def _write(act: Act, standing: Standing, extra: tuple[str, list[Any]]) -> bool:
    back = back_to_write(standing, route_map(standing.route_id))
    if back is not None:
        change, position = back
        return commit_move(standing, change, move_of(act, "undo", position, 1), extra)
    with connection.cursor() as cursor:
        cursor.execute(_IN_PLACE_SQL, [standing.unit_id, standing.version, *extra[1]])
        (done,) = cursor.fetchone()
    return bool(done)
