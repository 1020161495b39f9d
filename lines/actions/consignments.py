"""A consignment and its packing list, from which the kit lots are counted."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from lines.actions.material.listing import write_lines
from lines.actions.numbers import next_no
from lines.models import Consignment, KitLot
from lines.rules.packing_list import ListedPart, count_sets
from mes.kernel.constraints import refusing
from mes.kernel.refusals import Refusal
from plants.models import ProductVariant


@transaction.atomic
def create_consignment(
    *,
    plant_id: int,
    no: str,
    kit_type: str,
    papers: Mapping[str, str | date | Decimal | None],
    by: int | None,
) -> Consignment:
    """Announce one import. `papers`: gd_number, gd_date, ioco_ref, invoice, transport_doc,
    hs_code, supplier, cf_value with its currency.

    Refuses `exists`.
    """
    made = Consignment(plant_id=plant_id, no=no, kit_type=kit_type, made_by_id=by, **papers)
    with refusing({"lines_consignment_no_once": Refusal("exists", no=no)}):
        made.save()
    return made


def skus_of(kit_type: str) -> frozenset[str]:
    """The SKUs that a packing list of this kit type may name."""
    active = ProductVariant.objects.filter(kit_type=kit_type, active=True)
    return frozenset(active.values_list("sku", flat=True))


@transaction.atomic
def commit_packing_list(
    *, consignment_id: int, parts: Iterable[ListedPart], now: datetime | None = None
) -> list[KitLot]:
    """Write every line and one kit lot a SKU, once a consignment. Refuses `already_listed`."""
    moment = now or timezone.now()
    consignment = Consignment.objects.select_for_update().get(pk=consignment_id)
    if consignment.listed_at is not None:
        raise Refusal("already_listed", no=consignment.no)
    listed = parts if isinstance(parts, list) else list(parts)
    skus = {part.sku for part in listed}
    keys = dict(ProductVariant.objects.filter(sku__in=skus).values_list("sku", "pk"))
    write_lines(consignment=consignment, parts=listed, variants=keys, now=moment)
    lots = [
        KitLot(
            consignment=consignment,
            variant_id=keys[count.sku],
            no=next_no(letter="K", day=timezone.localdate(moment)),
            sets=count.sets,
        )
        for count in count_sets(listed)
    ]
    KitLot.objects.bulk_create(lots)
    consignment.listed_at = moment
    consignment.save(update_fields=["listed_at"])
    return lots
