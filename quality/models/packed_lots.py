"""The units of a packed lot as registration judges them, read in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from plants.models import Person, Plant
from quality.models.imei import Tac as TacRow
from quality.models.regulator import Registration, RegistrationAnswer
from quality.rules.registration.facts import Device, Form, Lot, Tac

# Of pallets and cartons every unit in them; of an order what is packed, closed and not sent yet.
_GOODS = """
goods AS (
  SELECT u.id FROM lines_handlingunit c
  JOIN lines_handlingunit b ON b.parent_id = c.id AND b.kind = 'box'
  JOIN lines_unit u ON u.box_id = b.id
  WHERE c.plant_id = %(plant)s AND c.kind = 'carton'
    AND (c.id = ANY(%(handling)s) OR c.parent_id = ANY(%(handling)s))
  UNION
  SELECT u.id FROM lines_unit u
  JOIN lines_handlingunit b ON b.id = u.box_id
  JOIN lines_handlingunit c ON c.id = b.parent_id AND c.state = 'closed'
  WHERE u.plant_id = %(plant)s AND u.order_id = %(order)s::bigint
    AND u.state IN ('packed', 'shipped')
    AND NOT EXISTS (SELECT 1 FROM quality_registrationline l WHERE l.unit_id = u.id
      AND l.kind = %(kind)s AND l.state IN ('pending', 'approved'))
)
"""
_COLUMNS = """
  u.id, u.serial, pm.code, u.state,
  EXISTS (SELECT 1 FROM lines_hold h WHERE h.unit_id = u.id AND h.released_at IS NULL),
  COALESCE(c.no, ''), COALESCE(c.state = 'closed', false),
  COALESCE((SELECT r.no FROM quality_registrationline l
    JOIN quality_registration r ON r.id = l.registration_id
    WHERE l.unit_id = u.id AND l.kind = %(kind)s AND l.state IN ('pending', 'approved')
      AND l.registration_id IS DISTINCT FROM %(but)s::bigint LIMIT 1), ''),
  COALESCE((SELECT r.no FROM quality_registrationline l
    JOIN quality_registration r ON r.id = l.registration_id
    WHERE l.unit_id = u.id AND l.kind = 'register' AND l.state = 'approved' LIMIT 1), '')
"""
_JOINS = """
  JOIN plants_productvariant v ON v.id = u.variant_id
  JOIN plants_productmodel pm ON pm.id = v.model_id
  LEFT JOIN lines_handlingunit b ON b.id = u.box_id
  LEFT JOIN lines_handlingunit c ON c.id = b.parent_id
"""
# The live number of each slot, else the voided one that was there; a gap is an empty text.
_NOW = f"""
WITH {_GOODS}
SELECT {_COLUMNS}, COALESCE(i.imeis, '{{}}'), COALESCE(i.states, '{{}}')
FROM goods g JOIN lines_unit u ON u.id = g.id {_JOINS}
LEFT JOIN LATERAL (
  SELECT array_agg(COALESCE(m.imei, '') ORDER BY s.slot) AS imeis,
         array_agg(COALESCE(m.state, '') ORDER BY s.slot) AS states
  FROM generate_series(1, GREATEST(pm.imei_count,
    (SELECT max(slot) FROM quality_imei WHERE unit_id = u.id))) AS s (slot)
  LEFT JOIN LATERAL (
    SELECT imei, state FROM quality_imei q WHERE q.unit_id = u.id AND q.slot = s.slot
    ORDER BY q.state = 'voided', q.n14 LIMIT 1
  ) m ON true
) i ON true
WHERE %(model)s = '' OR pm.code = %(model)s
ORDER BY u.serial COLLATE "C", u.id
"""  # noqa: S608  constants of this module
# A pack's own rows: the numbers as they were sent, the states as they are.
_SENT = f"""
SELECT {_COLUMNS}, l.imeis,
  ARRAY(SELECT COALESCE(m.state, '') FROM unnest(l.imeis) WITH ORDINALITY AS x (imei, n)
    LEFT JOIN quality_imei m ON m.imei = x.imei AND m.unit_id = u.id ORDER BY x.n)
FROM quality_registrationline l JOIN lines_unit u ON u.id = l.unit_id {_JOINS}
WHERE l.registration_id = %(but)s::bigint ORDER BY l.n
"""  # noqa: S608  constants of this module
_COUNT = f"""
WITH {_GOODS} SELECT pm.code, count(*) FROM goods g JOIN lines_unit u ON u.id = g.id {_JOINS}
WHERE %(model)s = '' OR pm.code = %(model)s GROUP BY 1 ORDER BY 1
"""  # noqa: S608  constants of this module


@dataclass(frozen=True, slots=True)
class Goods:
    """Where units stand: pallets and cartons by key, or what an order has packed and not sent."""

    plant_id: int
    handling_ids: Sequence[int]
    order_id: int | None
    kind: str

    def asked(self, model: str) -> dict[str, Any]:
        return {
            "plant": self.plant_id,
            "handling": list(self.handling_ids),
            "order": self.order_id,
            "model": model,
            "kind": self.kind,
            "but": None,
        }


def count_goods(goods: Goods, *, model: str) -> dict[str, int]:
    """Units of the lot by model code; of one model unless `model` is empty."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, goods.asked(model))
        return {str(code): int(count) for code, count in cursor.fetchall()}


def packed_devices(goods: Goods, *, model: str) -> tuple[Device, ...]:
    """The units of pallets, cartons and an order, by serial."""
    return _devices(_NOW, goods.asked(model))


def sent_devices(registration: Registration) -> tuple[Device, ...]:
    """The rows of a pack, judged as things are now."""
    return _devices(_SENT, {"but": registration.pk, "kind": registration.kind})


def lot_of(*, model: str, form: Form, devices: tuple[Device, ...]) -> Lot:
    """The lot with its TACs, and which of its numbers are approved for somebody else."""
    imeis = [imei for device in devices for imei in device.imeis if imei]
    owners = {imei: device.unit_id for device in devices for imei in device.imeis}
    known = TacRow.objects.filter(tac__in={imei[:8] for imei in imeis}).select_related("model")
    tacs = {row.tac: Tac(row.model.code, row.demo, row.type_approval) for row in known}
    taken = RegistrationAnswer.objects.filter(imei__in=imeis, verdict="approved").values_list(
        "imei", "unit_id"
    )
    elsewhere = frozenset(imei[:14] for imei, unit_id in taken if owners[imei] != unit_id)
    return Lot(model, form, devices, tacs, elsewhere)


def form_of(registration: Registration) -> Form:
    """The form as it was kept; of one that was kept without a user, who made it."""
    kept = dict(registration.form)
    user_id, user_name = sender_names(registration.plant_id, registration.made_by_id)
    whole = {"user_id": user_id, "user_name": user_name, **kept}
    return Form(**{**whole, "technologies": tuple(kept["technologies"])})


def sender_names(plant_id: int, person_id: int | None) -> tuple[str, str]:
    """`user_id` and `user_name` of a request: the person's, or the plant's where a machine asks."""
    person = Person.objects.filter(pk=person_id or 0).values_list("username", "name").first()
    return person or Plant.objects.values_list("code", "name").get(pk=plant_id)


def numbered(devices: Sequence[Device]) -> tuple[Device, ...]:
    """Rows counted from 1, as in the file."""
    return tuple(replace(device, row=row) for row, device in enumerate(devices, start=1))


def _devices(sql: str, values: dict[str, Any]) -> tuple[Device, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    found = [
        Device(
            row=0, unit_id=unit_id, serial=serial, model=model, state=state, held=held,
            carton=carton, carton_closed=closed, sent_in=sent, approved_in=approved,
            imeis=tuple(imeis), states=tuple(states),
        )
        for unit_id, serial, model, state, held, carton, closed, sent, approved, imeis, states
        in rows
    ]  # fmt: skip
    return numbered(found)
