"""Certificate of conformity of an export lot: its inspection and its tests, fixed on the day."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from lines.actions.numbers import next_no
from lines.models import Shipment, ShipmentKind, ShipmentState
from mes.kernel.refusals import Refusal
from quality.models import Certificate
from quality.models.certified import Certified, certified_goods

_PAPERS = ("customer", "country", "invoice", "packing_list", "efe_no", "gd_no", "container", "seal")


@transaction.atomic
def certify(*, plant_id: int, shipment_no: str, by: int | None) -> Certificate:
    """Write down what stands behind every unit on the shipment's pallets.

    Refuses `unknown_thing`, `certificate_export_only`, `shipment_state` (cancelled),
    `shipment_empty`, and `certificate_not_ready` while a unit has no accepted inspection lot.
    """
    rows = Shipment.objects.select_related("plant").select_for_update(of=("self",))
    shipment = rows.filter(plant_id=plant_id, no=shipment_no).first()
    if shipment is None:
        raise Refusal("unknown_thing", what="shipment", no=shipment_no[:24])
    if shipment.kind != ShipmentKind.EXPORT:
        raise Refusal("certificate_export_only", no=shipment.no)
    if shipment.state == ShipmentState.CANCELLED:
        raise Refusal("shipment_state", no=shipment.no, state=shipment.state)
    goods = certified_goods(plant_id=plant_id, shipment_id=shipment.pk)
    if not goods.units:
        raise Refusal("shipment_empty", no=shipment.no)
    if goods.uninspected:
        facts = {"no": shipment.no, "count": goods.uninspected, "units": len(goods.units)}
        raise Refusal("certificate_not_ready", **facts)
    return Certificate.objects.create(
        plant_id=plant_id,
        no=next_no(letter="CC", day=timezone.localdate()),
        shipment=shipment,
        facts=_facts(shipment, goods),
        made_by_id=by,
    )


def _facts(shipment: Shipment, goods: Certified) -> dict[str, Any]:
    models: dict[tuple[str, str, str], int] = {}
    for unit in goods.units:
        key = (unit["model"], unit["model_name"], unit["sku"])
        models[key] = models.get(key, 0) + 1
    return {
        "plant": shipment.plant.name,
        "shipment": {"no": shipment.no, **{name: getattr(shipment, name) for name in _PAPERS}},
        "units": len(goods.units),
        "cartons": len({unit["carton"] for unit in goods.units}),
        "pallets": len({unit["pallet"] for unit in goods.units}),
        "models": [
            {"code": code, "name": name, "sku": sku, "units": units}
            for (code, name, sku), units in sorted(models.items())
        ],
        "inspections": goods.inspections,
        "tests": goods.tests,
        "serials": [[u["serial"], u["carton"], u["pallet"], u["inspection"]] for u in goods.units],
    }
