"""`POST /api/v1/scans/batch`: up to 500 scans, one answer each, in order."""

from collections import defaultdict
from typing import Any

import orjson
from django.utils import timezone

from lines.actions.scan_batch import Posted, record_scans
from lines.api.scans import scan_of, sender_of
from mes.kernel.refusals import Malformed, Refusal
from plants.actions.dead_letters import keep_dead_letter
from plants.api.callers import Caller, station_for
from plants.api.hot import hot_view
from plants.queries.facts import prime_stations

MOST_EVENTS = 500

Answers = list[dict[str, Any]]


@hot_view(max_bytes=2 * 2**20)
def scans_batch(caller: Caller, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """`{events: [...]}` → `{answers: [...]}`, each with its `status`; a bad one blocks no other."""
    events = body.get("events")
    if not isinstance(events, list):
        raise Malformed("events is not a list")
    if len(events) > MOST_EVENTS:
        raise Refusal("too_large", limit=f"{MOST_EVENTS} events")
    now = timezone.now()
    answers: Answers = [{} for _ in events]
    plants: dict[int, list[tuple[int, Posted]]] = defaultdict(list)
    prime_stations({name for name in map(_station, events) if name})
    for index, event in enumerate(events):
        try:
            posted = _posted(caller, event)
        except Refusal as refusal:
            answers[index] = _refused(caller, event, refusal)
        else:
            plants[posted.station.plant_id].append((index, posted))
    for group in plants.values():
        receipts = record_scans(posted=[posted for _, posted in group], now=now)
        for (index, posted), receipt in zip(group, receipts, strict=True):
            answer = receipt.answer
            answer["status"] = receipt.status
            answer.setdefault("event_id", posted.scan.event.event_id)
            answers[index] = answer
    return 200, {"answers": answers}


def _station(event: object) -> str:
    name = event.get("station") if isinstance(event, dict) else None
    return name if isinstance(name, str) and len(name) <= 60 else ""


def _posted(caller: Caller, event: object) -> Posted:
    if not isinstance(event, dict):
        raise Malformed("An event is not a JSON object")
    scan = scan_of(event)
    station = station_for(caller, scan.event.station)
    return Posted(scan, station, sender_of(caller, station))


def _refused(caller: Caller, event: object, refusal: Refusal) -> dict[str, Any]:
    answer: dict[str, Any] = {"status": refusal.status, **refusal.answer()}
    if isinstance(event, dict):
        answer["event_id"] = event.get("event_id")
    if isinstance(refusal, Malformed):
        answer["dead_letter"] = keep_dead_letter(
            path="/api/v1/scans/batch",
            content_type="application/json",
            body=orjson.dumps(event, default=str),
            error=str(refusal.facts["fault"]),
            token_id=caller.token_id,
            person_id=caller.person_id,
        )
    return answer
