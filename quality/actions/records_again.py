"""A record that came before is told again, rebuilt from its ledger row."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson

from lines.actions.standing import Earlier
from mes.kernel.receipts import Receipt
from mes.kernel.refusals import Refusal
from plants.queries.facts import route_map
from quality.models.released import plan_by_id
from quality.rules.limits import within
from quality.rules.routing import Told, record_answer


def told_again(event_id: UUID, body_hash: bytes, earlier: Earlier) -> Receipt:
    """200 with the first answer. Refuses `event_id_reused` for another body."""
    if earlier.body_hash != body_hash:
        raise Refusal("event_id_reused")
    (
        outcome, counted, code, run, plan_id, values, extras, at, serial, route_id,
        position, clock_off,
    ) = earlier.row  # fmt: skip
    more = _decoded(extras)
    told = Told(
        event_id=event_id,
        serial=serial or "",
        outcome=outcome,
        run=run,
        at=at,
        route=route_map(route_id) if route_id else None,
        position=position if counted else 0,
        code=code,
        facts=more.get("refusal"),
        sent=more.get("disposition", "") if counted else "",
        bad=_bad(plan_id, values),
        clock_off=bool(clock_off),
    )
    return Receipt(200, {**record_answer(told), "replay": True})


def _bad(plan_id: int | None, values: Sequence[float]) -> tuple[str, ...]:
    """The steps out of limits, judged again by the plan of then, which has not changed."""
    plan = plan_by_id(plan_id) if plan_id else None
    if plan is None:
        return ()
    return tuple(step.name for step in plan.steps if not within(step, values[step.seq - 1]))


def _decoded(extras: str | dict[str, Any] | None) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(extras) if isinstance(extras, str) else extras or {}
    return found
