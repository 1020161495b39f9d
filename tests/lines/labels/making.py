"""Layouts, printers and settings for tests, and what a label shows."""

from django.utils import timezone

from lines.models import LabelLayout, LabelSetting, Printer, Unit
from lines.rules.labels.gs1 import luhn_ok
from tests.plant import PlantAtWork, a_unit

BOX = {
    "width": 70,
    "height": 50,
    "fields": [
        {"kind": "text", "x": 3, "y": 2, "size": 3, "text": "{brand} {model} {colour} {copy}"},
        {"kind": "code128", "x": 4, "y": 7, "module": 0.25, "height": 8, "data": "{imei1}"},
        {"kind": "code128", "x": 4, "y": 17, "module": 0.25, "height": 8, "data": "{imei2}"},
        {
            "kind": "datamatrix",
            "x": 50,
            "y": 8,
            "module": 0.5,
            "data": "{serial}",
        },
        {"kind": "text", "x": 3, "y": 42, "size": 4, "width": 60, "text": "{made_in_ur}"},
    ],
}
CARTON = {
    "width": 100,
    "height": 60,
    "fields": [
        {"kind": "text", "x": 3, "y": 2, "size": 4, "text": "{carton_no} {quantity} of {capacity}"},
        {"kind": "code128", "x": 5, "y": 10, "module": 0.25, "height": 10, "data": "{carton_no}"},
        {"kind": "rows", "x": 3, "y": 25, "size": 3, "pitch": 4, "most": 4, "text": "{n} {serial}"},
    ],
}


def make_layout(works: PlantAtWork, kind: str = "box", **fields: object) -> LabelLayout:
    """A released layout, the simplest of its kind."""
    state = fields.pop("state", "released")
    spec = fields.pop("spec", CARTON if kind in ("carton", "pallet") else BOX)
    return LabelLayout.objects.create(
        **{
            "plant": works.plant,
            "kind": kind,
            "code": kind.upper(),
            "spec": spec,
            "state": state,
            "released_at": None if state == "draft" else timezone.now(),
            **fields,
        }
    )


def make_printer(works: PlantAtWork, code: str = "PR-1", **fields: object) -> Printer:
    return Printer.objects.create(
        **{"plant": works.plant, "code": code, "host": "127.0.0.1", "port": 9, **fields}
    )


def prints(works: PlantAtWork, *kinds: str, automatic: bool = True, **fields: object) -> Printer:
    """A printer for the line's labels of these kinds, each with a released layout."""
    printer = make_printer(works, **fields)
    for kind in kinds:
        make_layout(works, kind)
        LabelSetting.objects.create(
            line=works.line, kind=kind, printer=printer, automatic=automatic
        )
    return printer


def imei(number: int) -> str:
    """The IMEI of this number under GSMA's example TAC."""
    body = f"49015420{number:06}"
    return next(f"{body}{digit}" for digit in range(10) if luhn_ok(f"{body}{digit}"))


def phone(works: PlantAtWork, past: str = "IMEIC", **fields: object) -> Unit:
    """A unit with its two IMEIs."""
    unit = a_unit(works, past=past, **fields)
    number = works.order.units.count() * 2
    for slot in (1, 2):
        value = imei(323750 + number + slot)
        unit.identifiers.create(plant=works.plant, kind=f"imei{slot}", value=value)
    return unit
