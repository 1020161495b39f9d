"""What a line's packing tables insist on, and what belongs into the box of an SKU."""

from typing import Any

from django.db import transaction

from lines.models import Accessory, PackingRule
from mes.kernel.constraints import refusing
from mes.kernel.refusals import Refusal


@transaction.atomic
def save_packing_rule(*, line_id: int, fields: dict[str, Any]) -> PackingRule:
    """The line's rule, made or changed: it counts from the next box on."""
    rule, _ = PackingRule.objects.update_or_create(line_id=line_id, defaults=fields)
    return rule


@transaction.atomic
def save_accessory(*, variant_id: int, code: str, fields: dict[str, Any]) -> Accessory:
    """An accessory of the SKU's box by its code. Refuses `malformed` for a scan without a code."""
    nameless = Refusal("malformed", fault="barcode: what is scanned needs one")
    with refusing({"lines_accessory_scanned_by": nameless}):
        accessory, _ = Accessory.objects.update_or_create(
            variant_id=variant_id, code=code, defaults=fields
        )
    return accessory
