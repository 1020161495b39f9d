"""The fixed values a label may show. There is no template engine: a name or nothing."""

import re
from collections.abc import Mapping

from lines.rules.labels.faults import BadLayout, Fault

_NAME = re.compile(r"\{([a-z0-9_]+)\}")
_STRAY = re.compile(r"[{}]")

GOODS = (
    "plant", "plant_name", "brand", "model", "model_code", "colour", "colour_ur", "sku", "gtin",
    "market", "order", "customer", "date", "date_gs1", "firmware", "made_in", "made_in_ur", "copy",
)  # fmt: skip
UNIT = (
    *GOODS, "serial", "board_sn", "imei1", "imei2", "imei3", "imei4", "imei1_grouped",
    "imei2_grouped", "eid", "wifi_mac", "bt_mac",
)  # fmt: skip
PLACEHOLDERS: dict[str, tuple[str, ...]] = {
    "board": UNIT,
    "device": UNIT,
    "box": (*UNIT, "box_no", "weight"),
    "carton": (*GOODS, "carton_no", "lot", "quantity", "capacity", "weight", "imeis", "serials"),
    "pallet": (*GOODS, "pallet_no", "sscc", "lot", "cartons", "quantity", "weight"),
}
"""By kind of label; `gtin` has 14 digits, `weight` is in kg, lists are one a line."""
ROW_PLACEHOLDERS: dict[str, tuple[str, ...]] = {
    "carton": ("n", "serial", "imei1", "imei2"),
    "pallet": ("n", "carton", "quantity"),
}
"""What a `rows` field may show of each thing inside."""

SAMPLE: dict[str, str] = {
    "plant": "LHR", "plant_name": "Lahore", "brand": "Karkhana", "model": "Nova 5G",
    "model_code": "NOVA-5G", "colour": "Black", "colour_ur": "سیاہ", "sku": "NOVA-5G-BLK",
    "gtin": "09506000134352", "market": "PK", "order": "WO26-00017", "customer": "Example Traders",
    "date": "2026-11-22", "date_gs1": "261122", "firmware": "5.2.1", "lot": "WO26-00017",
    "made_in": "Manufactured in Pakistan", "made_in_ur": "پاکستان میں تیار کردہ", "copy": "",
    "serial": "NOVA5G-6B22-00001", "board_sn": "MB6B2200001", "imei1": "490154203237518",
    "imei2": "490154203237526", "imei3": "490154203237534", "imei4": "490154203237542",
    "imei1_grouped": "49-015420-323751-8", "imei2_grouped": "49-015420-323752-6",
    "eid": "89049032000001000000000012345678", "wifi_mac": "A4C1380012F0",
    "bt_mac": "A4C1380012F1", "box_no": "BX-NOVA5G-6B22-00001", "weight": "0.412",
    "carton_no": "C26-000017", "quantity": "2", "capacity": "20", "cartons": "40",
    "imeis": "490154203237518 490154203237526\n490154203237534 490154203237542",
    "serials": "NOVA5G-6B22-00001\nNOVA5G-6B22-00002",
    "pallet_no": "P26-00001", "sscc": "106141411234567897",
}  # fmt: skip
"""A phone for previews: its numbers are GSMA's and GS1's own examples, never a real device."""
SAMPLE_ROWS: tuple[dict[str, str], ...] = (
    {
        "n": "1", "serial": "NOVA5G-6B22-00001", "imei1": "490154203237518",
        "imei2": "490154203237526", "carton": "C26-000017", "quantity": "20",
    },
    {
        "n": "2", "serial": "NOVA5G-6B22-00002", "imei1": "490154203237534",
        "imei2": "490154203237542", "carton": "C26-000018", "quantity": "20",
    },
)  # fmt: skip


def check_names(text: str, allowed: tuple[str, ...]) -> None:
    """Raises BadLayout for a name that this kind of label has not, and for a stray brace."""
    for name in _NAME.findall(text):
        if name not in allowed:
            raise BadLayout([Fault("placeholder", f"{{{name}}}")])
    if _STRAY.search(_NAME.sub("", text)):
        raise BadLayout([Fault("placeholder", text[:40])])


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its values; what is not known stays empty.

    >>> filled("{brand} {model}", {"brand": "K", "model": "Nova"})
    'K Nova'
    """
    return _NAME.sub(lambda found: values.get(found[1], ""), text)


def missing(text: str, values: Mapping[str, str]) -> str:
    """The first value that the text needs and that is empty; else nothing."""
    return next((name for name in _NAME.findall(text) if not values.get(name)), "")
