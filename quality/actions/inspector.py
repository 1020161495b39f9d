"""Every question of an inspector is kept with its answer: what is not kept is not shown."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils import timezone

from mes.kernel.ids import uuid7
from mes.kernel.refusals import Malformed, Refusal
from mes.kernel.signed_files import signed_zip
from plants.models import Person, Plant
from quality.models import InspectorLook, LookKind
from quality.models.devices_seen import devices_by, made_between
from quality.rules.inspector import COLUMNS, MOST_A_MINUTE, MOST_EXPORTED, DeviceSeen

MOST_DAYS = 31


@transaction.atomic
def ask(
    *, person: Person, plants: Sequence[Plant], imei: str = "", serial: str = ""
) -> list[DeviceSeen]:
    """The devices of that name. Refuses `too_many_looks`.

    A question nobody answers is kept with the first of the inspector's plants.
    """
    seen = devices_by(plant_ids=[plant.pk for plant in plants], imei=imei, serial=serial)
    for plant_id in dict.fromkeys(one.plant_id for one in seen) or [plants[0].pk]:
        note_look(
            person_id=person.pk,
            plant_id=plant_id,
            kind=LookKind.IMEI if imei else LookKind.SERIAL,
            query=imei or serial,
            serials=[one.device.serial_number for one in seen if one.plant_id == plant_id],
        )
    return [one.device for one in seen]


@transaction.atomic
def export_file(*, person: Person, plant: Plant, first: date, until: date) -> tuple[str, bytes]:
    """Name and bytes of the signed zip: `devices.csv` with the six columns, a row a device."""
    if not timedelta(0) < until - first <= timedelta(days=MOST_DAYS):
        raise Malformed(f"to must be 1 to {MOST_DAYS} days after from")
    zone = ZoneInfo(plant.timezone)
    start, end = (datetime.combine(day, time.min, zone) for day in (first, until))
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    rows = 0
    for one in made_between(plant_id=plant.pk, start=start, end=end, most=MOST_EXPORTED):
        numbers = " ".join(one.programmed_imei)
        writer.writerow([one.serial_number, numbers, one.colour, one.year, one.model, one.status])
        rows += 1
    name = f"devices-{plant.code}-{first}-{until}"
    look = note_look(
        person_id=person.pk,
        plant_id=plant.pk,
        kind=LookKind.EXPORT,
        query=f"{first}/{until}",
        serials=[],
        rows=rows,
    )
    about = {
        "plant": plant.code,
        "from": first.isoformat(),
        "to": until.isoformat(),
        "devices": rows,
        "made_for": person.username,
        "made_at": look.at.isoformat(timespec="seconds"),
        "look": str(look.event_id),
    }
    return f"{name}.zip", signed_zip({"devices.csv": text.getvalue().encode()}, about)


@transaction.atomic
def note_look(
    *,
    person_id: int,
    plant_id: int,
    kind: LookKind,
    query: str,
    serials: Sequence[str],
    rows: int | None = None,
    now: datetime | None = None,
) -> InspectorLook:
    """Add the look. Refuses `too_many_looks` to who asks more than MOST_A_MINUTE."""
    now = now or timezone.now()
    with connection.cursor() as cursor:  # two at once are counted one after the other
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('look', %s))", [person_id])
    recent = InspectorLook.objects.filter(
        person_id=person_id, received_at__gt=now - timedelta(minutes=1)
    )
    if recent.count() >= MOST_A_MINUTE:
        raise Refusal("too_many_looks", limit=MOST_A_MINUTE)
    return InspectorLook.objects.create(
        event_id=uuid7(),
        plant_id=plant_id,
        person_id=person_id,
        kind=kind,
        query=query[:80],
        rows=len(serials) if rows is None else rows,
        serials=list(serials),
        at=now,
    )
