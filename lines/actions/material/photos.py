"""Photos of damage, kept in the database: backed up with it, served to who may see the list."""

import hashlib
from uuid import UUID

from django.db import transaction

from lines.actions.material.photo_checks import check_photo
from lines.models import DamagePhoto, ReceiptLine
from mes.kernel.refusals import Refusal


@transaction.atomic
def add_photo(
    *, plant_id: int, receipt_id: UUID, row: int, content: bytes, by: int | None
) -> DamagePhoto:
    """Keep a photo of what a receipt counted damaged in line `row` of the list.

    Refuses `too_large`, `bad_photo`, `unknown_thing` and `nothing_damaged`; the same photo again
    is the one that is there.
    """
    counted = (
        ReceiptLine.objects.filter(
            receipt_id=receipt_id, receipt__consignment__plant_id=plant_id, line__row=row
        )
        .order_by("pk")
        .first()
    )
    if counted is None:
        raise Refusal("unknown_thing", what="receipt", no=f"{receipt_id} line {row}")
    if counted.damaged <= 0:
        raise Refusal("nothing_damaged")
    picture = check_photo(content)
    photo, _ = DamagePhoto.objects.get_or_create(
        receipt_id=receipt_id,
        line_id=counted.line_id,
        sha256=hashlib.sha256(content).digest(),
        defaults={
            "mime": picture.mime,
            "image": content,
            "width": picture.width,
            "height": picture.height,
            "person_id": by,
        },
    )
    return photo
