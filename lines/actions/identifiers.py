"""What a scanner may read to mean a unit: bound by one event, retired by another, never reused."""

from collections.abc import Collection
from datetime import datetime

from lines.models import Identifier
from lines.rules.identifiers import check_given_name
from mes.kernel.constraints import refusing
from mes.kernel.refusals import Refusal

TOUCHED = """changed AS (
  UPDATE lines_unit SET version = version + 1
  WHERE id = %s AND version = %s RETURNING id, plant_id, order_id
)"""
"""Part of a statement: raise a unit's version, if it is still the one that was read."""


def bound_from(source: str) -> str:
    """More of a statement that has `changed`: bind each `kind, value` of the part `source`."""
    return f""", bound AS (
  INSERT INTO lines_identifier (plant_id, unit_id, kind, value)
  SELECT changed.plant_id, changed.id, {source}.kind, {source}.value FROM changed, {source}
)"""  # noqa: S608  (callers name a part of their own statement)


def retired_from(source: str) -> str:
    """More of a statement that has `changed`: each `value` of `source` finds only history now."""
    return f""", retired AS (
  UPDATE lines_identifier SET retired_at = now() FROM changed, {source}
  WHERE lines_identifier.plant_id = changed.plant_id AND lines_identifier.unit_id = changed.id
    AND lines_identifier.value = {source}.value AND retired_at IS NULL
)"""  # noqa: S608


def retire_identifiers(*, unit_id: int, kinds: Collection[str], now: datetime) -> int:
    """Retire the unit's live identifiers of `kinds`, say of a swapped board; how many there were.

    The caller holds the unit's lock and raises its version.
    """
    live = Identifier.objects.filter(unit_id=unit_id, kind__in=kinds, retired_at__isnull=True)
    return live.update(retired_at=now)


def bind_identifier(*, plant_id: int, unit_id: int, kind: str, value: str) -> Identifier:
    """Bind a serial. Refuses `invalid_identifier`, and `duplicate_identifier` if ever used.

    The caller holds the unit's lock and raises its version.
    """
    clean = check_given_name(value)
    taken = Refusal("duplicate_identifier", identifier=clean)
    names = ("lines_identifier_value_once", "lines_identifier_kind_once")
    with refusing(dict.fromkeys(names, taken)):
        return Identifier.objects.create(plant_id=plant_id, unit_id=unit_id, kind=kind, value=clean)
