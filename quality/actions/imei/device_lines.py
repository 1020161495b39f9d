"""Names of devices without IMEIs: a line of the brand owner's list for each, or what was read."""

from collections.abc import Mapping

from django.db import transaction

from lines.actions.identifiers import bind_identifier
from lines.models import Identifier, Unit
from mes.kernel.refusals import Refusal
from quality.models import DeviceLine
from quality.rules.imei_list import plain_mac

KINDS = ("wifi_mac", "bt_mac", "eid")


@transaction.atomic
def name_device(*, unit_id: int, read: Mapping[str, str]) -> dict[str, str]:
    """Bind a device's MACs and EID to its unit; the names it has now, the same again once it has.

    From the line of the list that names its serial, else the next line without a serial, else what
    the device itself said (`read`). Refuses `no_device_line`, `invalid_identifier`,
    `duplicate_identifier`, and `read_back_mismatch` when the device says otherwise than its line.
    """
    unit = Unit.objects.select_for_update(of=("self",)).select_related("variant__model")
    here = unit.get(pk=unit_id)
    said = {kind: plain_mac(value.strip()) for kind, value in read.items() if value.strip()}
    held = _held(here)
    if held:
        _check_same(held, said)
        return held
    line = None if here.variant.model.imei_count else _line_of(here)
    names = {kind: getattr(line, kind) for kind in KINDS if getattr(line, kind)} if line else said
    if line is not None:
        _check_same(names, said)
        line.unit = here
        line.save(update_fields=["unit"])
    if not names:
        raise Refusal("no_device_line", model=here.variant.model.name)
    for kind, value in names.items():
        bind_identifier(plant_id=here.plant_id, unit_id=here.pk, kind=kind, value=value)
    here.version += 1
    here.save(update_fields=["version"])
    return names


def _held(unit: Unit) -> dict[str, str]:
    live = Identifier.objects.filter(unit=unit, kind__in=KINDS, retired_at__isnull=True)
    return dict(live.values_list("kind", "value"))


def _line_of(unit: Unit) -> DeviceLine | None:
    lines = DeviceLine.objects.filter(
        plant_id=unit.plant_id, model_id=unit.variant.model_id, set_no__isnull=True
    )
    free = lines.filter(unit__isnull=True).select_for_update(skip_locked=True)
    return free.filter(sn=unit.serial).first() or free.filter(sn="").order_by("pk").first()


def _check_same(names: Mapping[str, str], said: Mapping[str, str]) -> None:
    for kind, value in said.items():
        if names.get(kind) != value:
            raise Refusal("read_back_mismatch", slot=kind.replace("_", " "))
