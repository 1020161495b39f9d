"""A pack is made of a packed lot: judged whole, its rows frozen, its files known by digest."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lines.actions.numbers import next_no
from lines.models import HandlingUnit
from mes.kernel.constraints import refusing
from mes.kernel.ids import derived
from mes.kernel.refusals import Refusal
from plants.models import ProductModel
from quality.actions.registration.history import Who, note_state
from quality.models import Registration, RegistrationKind, RegistrationLine, RegistrationState
from quality.models.packed_lots import (
    Goods,
    count_goods,
    form_of,
    lot_of,
    packed_devices,
    sender_names,
)
from quality.rules.registration.checks import (
    BadPack,
    Fault,
    check_names,
    check_pack,
    check_registered,
)
from quality.rules.registration.facts import DEVICE_TYPES, SYSTEMS, Device, Form, Lot
from quality.rules.registration.profiles import KIND_PROFILES, pack_file

MOST_AT_ONCE = 5_000
"""Units judged within the request, in a second or two; larger lots wait for the clock."""
ROWS_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be sent. `names` are the sources as people call them; counts are as declared."""

    kind: str = "register"
    handling_ids: Sequence[int] = ()
    order_id: int | None = None
    model: str = ""
    device_count: int | None = None
    imei_per_device: int | None = None
    operating_system: str = ""
    user_id: str = ""
    user_name: str = ""
    names: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def make_registration(
    *, event_id: UUID, plant_id: int, wish: Wish, who: Who, now: datetime | None = None
) -> Registration:
    """Make the pack, or put a large one in line (`processing`). Refuses BadPack with every row."""
    now = now or timezone.now()
    _lock_goods(wish)
    goods = Goods(plant_id, wish.handling_ids, wish.order_id, wish.kind)
    counts = count_goods(goods, model=wish.model)
    if not counts:
        raise BadPack([Fault("pack_empty")])
    if len(counts) > 1:
        raise BadPack([Fault("pack_mixed_models", found=", ".join(counts))])
    ((code, count),) = counts.items()
    model = ProductModel.objects.get(code=code)
    form = _form(model, wish, count, sender_names(plant_id, who.person_id))
    if not 1 <= form.imei_per_device <= 5:
        raise BadPack([Fault("pack_no_imei", found=model.name)])
    devices: tuple[Device, ...] = ()
    lot = Lot(code, form, devices)
    if count <= MOST_AT_ONCE:
        devices = packed_devices(goods, model=code)
        lot = lot_of(model=code, form=form, devices=devices)
        _judge(lot, wish.kind)
    registration = Registration(
        plant_id=plant_id,
        no=next_no(letter="RG", day=timezone.localdate(now)),
        kind=wish.kind,
        model=model,
        sources={**wish.names, "handling_ids": list(wish.handling_ids), "order_id": wish.order_id},
        form=asdict(form),
        imei_per_device=form.imei_per_device,
        device_count=form.device_count,
        demo=lot.demo if devices else _is_demo(model),
        made_by_id=who.person_id,
    )
    registration.save()
    note_state(registration, event_id=event_id, state=RegistrationState.PROCESSING, who=who, at=now)
    if devices:
        _fill(registration, lot, who=who, now=now)
    return registration


@transaction.atomic
def make_next_waiting(*, now: datetime | None = None) -> bool | None:
    """Make the pack that waits longest: True made, False refused by a rule, None nothing waits."""
    waiting = Registration.objects.filter(state=RegistrationState.PROCESSING).order_by("pk")
    registration = waiting.select_for_update(skip_locked=True).first()
    if registration is None:
        return None
    who, now = Who(registration.made_by_id), now or timezone.now()
    sources = registration.sources
    goods = Goods(
        registration.plant_id, sources["handling_ids"], sources["order_id"], registration.kind
    )
    devices = packed_devices(goods, model=registration.model.code)
    form = form_of(registration)
    lot = lot_of(model=registration.model.code, form=form, devices=devices)
    try:
        with transaction.atomic():
            _judge(lot, registration.kind)
            _fill(registration, lot, who=who, now=now)
    except BadPack as refusal:
        _fail(registration, refusal, who=who, now=now)
        return False
    return True


def _lock_goods(wish: Wish) -> None:
    """Cartons and pallets, by key: none of them is opened while its units are read."""
    rows = HandlingUnit.objects.filter(pk__in=wish.handling_ids).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def _form(model: ProductModel, wish: Wish, count: int, sender: tuple[str, str]) -> Form:
    return Form(
        brand=model.brand,
        model_name=model.name,
        model_num=model.code,
        device_type=DEVICE_TYPES.get(model.category, "Other"),
        operating_system=wish.operating_system.strip() or SYSTEMS.get(model.category, "Other"),
        technologies=tuple(model.technologies),
        imei_per_device=model.imei_count if wish.imei_per_device is None else wish.imei_per_device,
        device_count=count if wish.device_count is None else wish.device_count,
        user_id=wish.user_id.strip() or sender[0],
        user_name=wish.user_name.strip() or sender[1],
    )


def _is_demo(model: ProductModel) -> bool:
    return model.tacs.filter(demo=True).exists()


def _judge(lot: Lot, kind: str) -> None:
    check_pack(lot)
    if kind == RegistrationKind.DEREGISTER:
        check_registered(lot.devices)


def _fill(registration: Registration, lot: Lot, *, who: Who, now: datetime) -> None:
    """The rows, then the digests of the files. Refuses `pack_twice` to the loser of a race."""
    rows = [
        RegistrationLine(
            plant_id=registration.plant_id,
            registration=registration,
            kind=registration.kind,
            n=device.row,
            unit_id=device.unit_id,
            serial=device.serial,
            imeis=list(device.imeis),
        )
        for device in lot.devices
    ]
    twice = Refusal("pack_twice", row="–", serial=lot.devices[0].serial, found="another pack")
    with refusing({"quality_registrationline_unit_once": twice}):
        RegistrationLine.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
    files = [
        pack_file(profile, lot.devices, lot.form, no=registration.no, demo=registration.demo)
        for profile in KIND_PROFILES[registration.kind]
    ]
    check_names(file.name for file in files)
    registration.files = {file.profile: file.told() for file in files}
    registration.state = RegistrationState.NEW_REQUEST
    registration.save(update_fields=["files", "state"])
    digests = {file.profile: file.sha256 for file in files}
    note_state(
        registration,
        event_id=derived("registration made", str(registration.pk)),
        state=RegistrationState.NEW_REQUEST,
        who=who,
        at=now,
        facts={"sha256": digests},
    )


def _fail(registration: Registration, refusal: BadPack, *, who: Who, now: datetime) -> None:
    registration.state = RegistrationState.FAILED
    registration.save(update_fields=["state"])
    faults = refusal.answer()["faults"]
    note_state(
        registration,
        event_id=derived("registration failed", str(registration.pk)),
        state=RegistrationState.FAILED,
        who=who,
        at=now,
        facts={"code": refusal.code, "errors": len(refusal.faults), "faults": faults},
    )
