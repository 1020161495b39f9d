"""What every IMEI act has in common: read once, told again, decided, refused with a receipt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from lines.actions.insist import insist
from lines.actions.standing import Earlier, Ledger, MoveRow, Visit, read_standing
from lines.rules.answers import iso, passed_answer
from lines.rules.events import Event
from lines.rules.identifiers import check_identifier
from lines.rules.route import Standing
from mes.kernel.answers import accepted
from mes.kernel.live import publish_line
from mes.kernel.receipts import Receipt
from mes.kernel.refusals import Refusal
from mes.kernel.refused import Refused, keep_refusal
from plants.queries.facts import route_map
from quality.rules.holding import SAFE, Holding

KIND = "imei"
"""Issue, write, confirm and void share one ledger, and so one space of event ids."""

_SETTINGS = ", ".join(f"'{name}', current_setting('{name}')" for name in SAFE)
_HELD = f"""(
  SELECT jsonb_build_object('model_id', p.id, 'model', p.name, 'imei_count', p.imei_count,
    'held', (SELECT jsonb_agg(jsonb_build_array(m.slot, m.imei, m.state) ORDER BY m.slot)
             FROM quality_imei m
             WHERE m.unit_id = u.id AND m.state IN ('reserved', 'written', 'confirmed')),
    'written_at', (SELECT w.station_id FROM quality_imeievent w
                   WHERE w.unit_id = u.id AND w.kind = 'written'
                   ORDER BY w.received_at DESC LIMIT 1),
    'kept_set', (SELECT d.set_no FROM quality_deviceline d
                 WHERE d.plant_id = u.plant_id AND d.sn = u.serial AND d.sn <> ''
                   AND d.model_id = p.id AND d.set_no IS NOT NULL),
    'fence', (SELECT f.no FROM quality_fence f WHERE f.locks AND f.closed_at IS NULL),
    'settings', jsonb_build_object({_SETTINGS}))
  FROM plants_route r JOIN plants_productmodel p ON p.id = r.model_id WHERE r.id = u.route_id)"""  # noqa: S608
"""The unit's live IMEIs, its model's need and the settings that make an answer durable."""

IMEIS = Ledger(
    kind=KIND,
    table="quality_imeievent",
    columns=(
        "e.kind", "e.imeis", "e.evidence", "e.at", "eu.serial", "eu.route_id",
        "em.position", "em.run", "em.clock_off",
    ),
    joins="LEFT JOIN lines_unit eu ON eu.id = e.unit_id"
    " LEFT JOIN lines_move em ON em.event_id = e.event_id",
    more=_HELD,
)  # fmt: skip

# `taken` has the rows `slot, imei` that the act changed. A set that is not whole leaves NULL,
# which the column refuses, and so undoes the whole statement.
NOTED = """, noted AS (
  INSERT INTO quality_imeievent (event_id, plant_id, kind, unit_id, station_id, person_id,
    second_id, token_id, imeis, evidence, reason, at, body_hash)
  SELECT %s, plant_id, %s, id, %s, %s::bigint, %s::bigint, %s::bigint,
    (SELECT CASE WHEN count(*) = %s THEN jsonb_agg(imei ORDER BY slot) END FROM taken),
    %s::jsonb, %s, %s, %s
  FROM changed
)"""


@dataclass(frozen=True, slots=True)
class Act:
    """One IMEI event as it came, where and when."""

    event: Event
    body: dict[str, Any]
    body_hash: bytes
    visit: Visit

    @property
    def identifier(self) -> str:
        return self.event.identifier.strip()


Doing = Callable[[Standing, Holding], Receipt | None]


def perform(act: Act, doing: Doing) -> Receipt:
    """Do an act once for its event id: 2xx done, 200 told again, else a refusal that is kept.

    `doing` raises a refusal, or writes and answers; None when the unit changed meanwhile.
    """
    station = act.visit.station
    receipt = insist(
        lambda: _attempt(act, doing), plant_id=station.plant_id, identifier=act.identifier
    )
    if receipt.status == 201:
        publish_line(line_code=station.line_code)
    return receipt


def _attempt(act: Act, doing: Doing) -> Receipt | None:
    reading = read_standing(
        plant_id=act.visit.station.plant_id,
        station_id=act.visit.station.id,
        identifier=act.identifier,
        event_id=act.event.event_id,
        ledger=IMEIS,
    )
    if reading.earlier is not None:
        return told_again(act, reading.earlier)
    standing = reading.standing
    try:
        check_identifier(act.event.identifier)
        if standing is None or reading.more is None:
            raise Refusal("unknown_unit", identifier=act.identifier)
        return doing(standing, holding_of(orjson.loads(reading.more)))
    except Refusal as refusal:
        kept = keep(act, refusal, standing)
        return Receipt(refusal.status, refusal.answer()) if kept else None


def keep(act: Act, refusal: Refusal, standing: Standing | None) -> bool:
    """Store the refusal as the receipt of the event; False when a rival did so first."""
    refused = Refused(
        refusal=refusal,
        kind=KIND,
        event_id=act.event.event_id,
        body_hash=act.body_hash,
        body=act.body,
        sender=act.visit.sender,
        unit_id=standing.unit_id if standing else None,
    )
    return keep_refusal(refused)


def holding_of(told: dict[str, Any]) -> Holding:
    """The holding as the statement told it."""
    held: list[tuple[int, str, str]] = told["held"] or []
    return Holding(
        model_id=told["model_id"],
        model=told["model"],
        imei_count=told["imei_count"],
        numbers={slot: imei for slot, imei, _ in held},
        state=held[0][2] if held else "",
        written_at=told["written_at"],
        settings=told["settings"],
        kept_set=told["kept_set"],
        fence=told["fence"],
    )


def noted(
    act: Act,
    kind: str,
    *,
    count: int,
    evidence: object,
    second_id: int | None = None,
    reason: str = "",
) -> list[Any]:
    """The parameters of NOTED."""
    sent = orjson.dumps(evidence).decode() if evidence is not None else None
    return [
        act.event.event_id, kind, act.visit.station.id, act.visit.sender.person_id, second_id,
        act.visit.sender.token_id, count, sent, reason, act.visit.when.at, act.body_hash,
    ]  # fmt: skip


def move_of(act: Act, kind: str, position: int, run: int) -> MoveRow:
    """The move that the act is for its unit; it never completes a unit."""
    return MoveRow(
        event_id=act.event.event_id,
        body_hash=act.body_hash,
        kind=kind,
        position=position,
        run=run,
        visit=act.visit,
        late=act.event.late,
        output=False,
    )


def told_again(act: Act, earlier: Earlier) -> Receipt:
    """The first answer, rebuilt from the ledger. Refuses `event_id_reused` for another body."""
    if earlier.body_hash != act.body_hash:
        raise Refusal("event_id_reused")
    if earlier.refused:
        return Receipt(earlier.status, {**earlier.answer, "replay": True})
    kind, imeis, evidence, at, serial, route_id, position, run, clock_off = earlier.row
    numbers = _numbered(orjson.loads(imeis))
    if kind == "mismatch":
        refusal = mismatch(orjson.loads(evidence)["slot"])
        return Receipt(refusal.status, {**refusal.answer(), "replay": True})
    if kind in ("written", "confirmed"):
        answer = passed_answer(
            event_id=act.event.event_id, serial=serial, route=route_map(route_id),
            position=position, run=run, at=at, clock_off=clock_off,
        )  # fmt: skip
        return Receipt(200, {**answer, "imeis": listed(numbers), "replay": True})
    return Receipt(200, {**given(act, kind, serial, numbers, iso(at)), "replay": True})


def given(act: Act, kind: str, serial: str, numbers: Mapping[int, str], at: str) -> dict[str, Any]:
    """What an issue or a void answers."""
    code = "imei_issued" if kind == "reserved" else "imei_voided"
    return accepted(
        code, event_id=str(act.event.event_id), unit=serial, imeis=listed(numbers), at=at
    )


def listed(numbers: Mapping[int, str]) -> list[dict[str, object]]:
    """`[{slot, imei}]` by slot, as the contract has it."""
    return [{"slot": slot, "imei": numbers[slot]} for slot in sorted(numbers)]


def mismatch(slot: int) -> Refusal:
    return Refusal("read_back_mismatch", slot=f"IMEI {slot}")


def _numbered(imeis: list[str]) -> dict[int, str]:
    return dict(enumerate(imeis, start=1))
