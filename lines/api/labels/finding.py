"""What the calls about labels name: plants, lines, printers, layouts."""

from lines.api.base import Asked, clean_text, the_one
from lines.models import HandlingUnit, Identifier, LabelLayout, LabelPrint, Printer, WorkOrder
from mes.kernel.refusals import Refusal
from plants.models import Line, Plant, ProductModel, ProductVariant


def plant_named(asked: Asked) -> Plant:
    rows = Plant.objects.filter(pk__in=asked.caller.plant_ids, code=asked.said["plant"])
    return the_one(rows, Refusal("unknown_thing", what="plant", no=asked.said["plant"]))


def line_named(asked: Asked) -> Line:
    rows = Line.objects.filter(plant_id__in=asked.caller.plant_ids, code=asked.said["line"])
    return the_one(rows, Refusal("unknown_thing", what="line", no=asked.said["line"]))


def printer_named(asked: Asked, plant_id: int, code: str) -> Printer:
    rows = Printer.objects.filter(plant_id=plant_id, code=clean_text(code))
    return the_one(rows, Refusal("unknown_thing", what="printer", no=code[:24]))


def layout_named(asked: Asked) -> LabelLayout:
    code = asked.named["code"]
    rows = LabelLayout.objects.filter(
        plant_id__in=asked.caller.plant_ids, code=clean_text(code), version=asked.said["version"]
    )
    return the_one(rows, Refusal("unknown_thing", what="label layout", no=code[:24]))


def label_named(asked: Asked) -> LabelPrint:
    no = asked.named["no"]
    rows = LabelPrint.objects.filter(plant_id__in=asked.caller.plant_ids, no=clean_text(no))
    return the_one(rows, Refusal("unknown_thing", what="label", no=no[:60]))


def order_named(asked: Asked) -> WorkOrder:
    no = asked.named["no"]
    rows = WorkOrder.objects.filter(plant_id__in=asked.caller.plant_ids, no=clean_text(no))
    return the_one(rows, Refusal("unknown_order", order=no[:24]))


def model_named(code: str) -> ProductModel:
    rows = ProductModel.objects.filter(code=code)
    return the_one(rows, Refusal("unknown_thing", what="model", no=code))


def variant_named(sku: str) -> ProductVariant:
    return the_one(
        ProductVariant.objects.filter(sku=sku), Refusal("unknown_thing", what="SKU", no=sku)
    )


def unit_of(asked: Asked) -> Identifier:
    value = asked.said["identifier"].strip()
    rows = Identifier.objects.filter(
        plant_id__in=asked.caller.plant_ids, value=value, retired_at=None
    )
    return the_one(rows, Refusal("unknown_unit", identifier=value))


def handling_of(asked: Asked) -> HandlingUnit:
    no = asked.said["handling_unit"].strip()
    rows = HandlingUnit.objects.filter(plant_id__in=asked.caller.plant_ids, no=no)
    return the_one(rows, Refusal("unknown_thing", what="handling unit", no=no))
