"""The ship check, and the one statement by which everything on a shipment leaves."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from lines.actions.labels.fates import apply_what_left
from lines.actions.shipping.shipments import locked_shipment
from lines.models import HandlingUnit, Pick, Shipment, ShipmentState
from lines.models.goods import GOODS, ship_faults
from lines.rules.shipping.shipments import PICKABLE, Faults, check_state
from mes.kernel.refusals import Refusal

_SHIP = f"""
WITH goods AS MATERIALIZED ({GOODS}),
changed AS (
  UPDATE lines_unit u SET state = 'shipped', version = u.version + 1
  FROM goods g WHERE u.id = g.id AND u.state = 'packed'
  RETURNING u.id, u.plant_id, u.line_id, u.order_id, u.done, g.carton_id, g.pallet_id,
    gen_random_uuid() AS event_id
), moved AS (
  INSERT INTO lines_move (event_id, plant_id, line_id, station_id, unit_id, order_id, person_id,
    token_id, position, run, kind, output, late, clock_off, at, device_at, received_at, body_hash)
  SELECT event_id, plant_id, line_id, 0, id, order_id, %(by)s::bigint, %(token)s::bigint, done, 1,
    'ship', false, false, false, %(now)s, NULL, %(now)s, %(hash)s
  FROM changed
), told AS (
  INSERT INTO lines_shippedunit (plant_id, shipment_id, unit_id, pallet_id, carton_id, event_id)
  SELECT plant_id, %(shipment)s, id, pallet_id, carton_id, event_id FROM changed
)
SELECT count(*) FROM changed
"""  # noqa: S608  (a constant)

_LOCK_UNITS = f"""
SELECT u.id FROM lines_unit u WHERE u.id IN (SELECT id FROM ({GOODS}) g)
ORDER BY u.id FOR NO KEY UPDATE
"""  # noqa: S608  (a constant)


@dataclass(frozen=True, slots=True)
class Sealing:
    """Who sends a shipment off, and when; `body_hash` of what they sent."""

    event_id: UUID
    body_hash: bytes
    person_id: int | None
    token_id: int | None
    now: datetime


@transaction.atomic
def check_shipment(*, plant_id: int, no: str, by: int | None, now: datetime) -> Faults:
    """Look at every unit on the shipment; with no fault it is checked and may leave.

    Refuses `unknown_thing` and `shipment_state`.
    """
    shipment = locked_shipment(plant_id=plant_id, no=no)
    check_state(no=no, state=shipment.state, wanted=PICKABLE)
    faults = ship_faults(shipment)
    if faults.none:
        shipment.state = ShipmentState.CHECKED
        shipment.checked_by_id, shipment.checked_at = by, now
    elif shipment.state == ShipmentState.CHECKED:
        shipment.state = ShipmentState.PICKING
        shipment.checked_by_id, shipment.checked_at = None, None
    shipment.save(update_fields=["state", "checked_by", "checked_at"])
    return faults


@transaction.atomic
def ship(*, plant_id: int, no: str, sealing: Sealing) -> int:
    """Send a checked shipment off: every unit on it is shipped, by a move each; how many.

    Everything is locked and looked at once more, so that a hold placed at the same moment is
    either seen, or comes after the goods have left. Their printed labels are told as applied.
    Refuses `shipment_state`, `shipment_faults`.
    """
    shipment = locked_shipment(plant_id=plant_id, no=no)
    check_state(no=no, state=shipment.state, wanted=frozenset({ShipmentState.CHECKED.value}))
    _lock_goods(shipment)
    faults = ship_faults(shipment)
    if not faults.none:
        raise Refusal("shipment_faults", no=no, count=faults.total)
    with connection.cursor() as cursor:
        cursor.execute(
            _SHIP,
            {
                "shipment": shipment.pk,
                "by": sealing.person_id,
                "token": sealing.token_id,
                "now": sealing.now,
                "hash": sealing.body_hash,
            },
        )
        (count,) = cursor.fetchone()
    if int(count) != faults.units:
        raise Refusal("conflict")
    apply_what_left(shipment_id=shipment.pk, by=sealing.person_id)
    shipment.state = ShipmentState.SHIPPED
    shipment.shipped_by_id, shipment.shipped_at = sealing.person_id, sealing.now
    shipment.save(update_fields=["state", "shipped_by", "shipped_at"])
    return int(count)


def _lock_goods(shipment: Shipment) -> None:
    """Pallets, cartons and units, each by key ascending."""
    picked = Pick.objects.filter(shipment=shipment, dropped_at=None)
    pallets = HandlingUnit.objects.filter(pk__in=picked.values("pallet")).order_by("pk")
    keys = list(pallets.select_for_update(no_key=True).values_list("pk", flat=True))
    cartons = HandlingUnit.objects.filter(parent_id__in=keys).order_by("pk")
    list(cartons.select_for_update(no_key=True).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_UNITS, {"shipment": shipment.pk})
        cursor.fetchall()
