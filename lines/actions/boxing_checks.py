"""What must be so before a gift box counts: labels of one phone, its firmware, what lies in it."""

from collections.abc import Collection

from lines.models import Accessory, PackingRule, Unit
from lines.rules.labels.naming import gtin14
from lines.rules.three_ways import Evidence, check_every_slot, differs
from mes.kernel.refusals import Refusal

ALL = "*"
"""Said for every accessory that is confirmed by eye."""


def known_of(unit: Unit) -> dict[str, str]:
    """The unit's live identifiers by kind, and the GTIN of its variant."""
    live = unit.identifiers.filter(retired_at=None).values_list("kind", "value")
    return {**dict(live), "gtin": gtin14(unit.variant.gtin)}


def check_evidence(evidence: Evidence, unit: Unit, rule: PackingRule) -> tuple[str, str]:
    """Where and in what the readings differ from the unit; two blanks when they agree.

    Refuses `slots_missing` on a line that wants every IMEI read three ways.
    """
    found = differs(evidence, known_of(unit))
    if not found[0] and rule.every_slot:
        check_every_slot(evidence, imeis=unit.variant.model.imei_count)
    return found


def check_accessories(unit: Unit, said: Collection[str], rule: PackingRule) -> None:
    """Refuse `accessory_missing` while something of the variant's list is not in the box."""
    if not rule.accessories:
        return
    lacking = missing_accessories(unit.variant_id, said=said)
    if lacking:
        raise Refusal(
            "accessory_missing",
            names=", ".join(one.name for one in lacking),
            names_ur="، ".join(one.name_ur or one.name for one in lacking),
        )


def missing_accessories(variant_id: int, *, said: Collection[str]) -> list[Accessory]:
    """What is neither scanned nor confirmed yet; one `*` confirms all that need no scan."""
    rows = Accessory.objects.filter(variant_id=variant_id, active=True)
    return [
        one
        for one in rows
        if not (
            (one.barcode and one.barcode in said)
            or (one.checked == "confirm" and (one.code in said or ALL in said))
        )
    ]


def check_firmware(unit: Unit, said: str) -> str:
    """The firmware the box is packed with. Refuses `wrong_firmware` beside the order's own."""
    wanted, found = unit.order.firmware, said.strip()[:40]
    if wanted and found and found != wanted:
        raise Refusal("wrong_firmware", found=found, wanted=wanted, order=unit.order.no)
    return found or wanted
