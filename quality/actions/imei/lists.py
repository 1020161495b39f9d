"""The brand owner's list loaded: every line a set with its names, all or nothing."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import NumericRange
from django.utils import timezone

from mes.kernel.constraints import refusing
from mes.kernel.refusals import Refusal
from plants.models import ProductModel
from quality.actions.imei.fences import fence_loaded
from quality.actions.imei.registers import check_not_elsewhere
from quality.actions.ranges import REFUSALS, tac_of_model
from quality.models import DeviceLine, ImeiEvent, ImeiEventKind, ImeiRange
from quality.rules.imei import imei_of
from quality.rules.imei_list import NAMES, ListedDevice, stretches

AT_ONCE = 20_000
_TWICE = {
    f"quality_deviceline_{name}_once": Refusal("duplicate_identifier", identifier=name)
    for name in NAMES
} | {"quality_deviceline_set_no_key": Refusal("range_overlap")}

# `pos` below zero keeps a set for the unit whose serial the list names.
_NUMBERS = """
INSERT INTO quality_imei
  (imei, n14, range_id, plant_id, model_id, set_no, slot, pos, state, void_reason)
SELECT t.imei, t.n, r.id, %(plant)s, %(model)s, t.set_no, t.slot,
  CASE WHEN t.named THEN -t.set_no ELSE t.set_no END, 'free', ''
FROM unnest(%(imeis)s::text[], %(numbers)s::bigint[], %(sets)s::bigint[], %(slots)s::int[],
  %(named)s::boolean[]) AS t(imei, n, set_no, slot, named)
JOIN quality_imeirange r ON r.id = ANY(%(ranges)s) AND r.span @> t.n
"""


@transaction.atomic
def load_list(
    *,
    event_id: UUID,
    plant_id: int,
    model: ProductModel,
    devices: Sequence[ListedDevice],
    person_id: int | None,
    body_hash: bytes,
) -> list[ImeiRange]:
    """Load the lines of a list; the ranges its numbers make (none for devices without IMEIs).

    Refuses `unknown_thing` for a TAC that is not registered, `wrong_model`, `range_overlap`,
    `range_not_ours`, `range_elsewhere`, and `duplicate_identifier` for a name that another line
    has brought before.
    """
    made = _ranges(plant_id, model, devices, person_id) if model.imei_count else []
    for start in range(0, len(devices), AT_ONCE):
        portion = devices[start : start + AT_ONCE]
        if made:
            _numbers(plant_id, model, portion, made)
        _lines(event_id, plant_id, model, portion)
    if made:
        fence_loaded(made)
        spans = [[imei_of(row.span.lower), imei_of(row.span.upper - 1)] for row in made]
        ImeiEvent.objects.create(
            event_id=event_id,
            plant_id=plant_id,
            kind=ImeiEventKind.LOADED,
            range_id=made[0].pk,
            person_id=person_id,
            imeis=spans,
            reason=f"list of {len(devices)}",
            at=timezone.now(),
            body_hash=body_hash,
        )
    return made


def _ranges(
    plant_id: int, model: ProductModel, devices: Sequence[ListedDevice], person_id: int | None
) -> list[ImeiRange]:
    parts = stretches(devices)
    tacs = {digits: tac_of_model(digits, model) for digits in {part.tac for part in parts}}
    check_not_elsewhere((part.first, part.last) for part in parts)
    with refusing(REFUSALS):
        return [
            ImeiRange.objects.create(
                plant_id=plant_id,
                tac=tacs[part.tac],
                span=NumericRange(part.first, part.last + 1, "[)"),
                slot=0,
                sets=part.sets,
                loaded_by_id=person_id,
            )
            for part in parts
        ]


def _numbers(
    plant_id: int, model: ProductModel, devices: Sequence[ListedDevice], made: list[ImeiRange]
) -> None:
    rows = [
        (imei, int(imei[:14]), device.set_no, slot, bool(device.sn))
        for device in devices
        for slot, imei in enumerate(device.imeis, start=1)
    ]
    imeis, numbers, sets, slots, named = (list(column) for column in zip(*rows, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            _NUMBERS,
            {
                "plant": plant_id,
                "model": model.pk,
                "imeis": imeis,
                "numbers": numbers,
                "sets": sets,
                "slots": slots,
                "named": named,
                "ranges": [row.pk for row in made],
            },
        )


def _lines(
    event_id: UUID, plant_id: int, model: ProductModel, devices: Sequence[ListedDevice]
) -> None:
    rows = [
        DeviceLine(
            plant_id=plant_id,
            model=model,
            set_no=device.set_no if device.imeis else None,
            sn=device.sn,
            wifi_mac=device.wifi_mac,
            bt_mac=device.bt_mac,
            eid=device.eid,
            event_id=event_id,
        )
        for device in devices
        if device.sn or device.wifi_mac or device.bt_mac or device.eid
    ]
    with refusing(_TWICE):
        DeviceLine.objects.bulk_create(rows, batch_size=2_000)
