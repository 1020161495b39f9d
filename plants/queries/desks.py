"""Which desk pages there are and who finds them in the head of the page.

A desk page has one row here; the head shows the areas a person may open and, below it, the pages
of the area the reader stands in. Permission is decided by each page, never by this table.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DESK = frozenset({"manager", "planner", "admin", "qa_lead", "supervisor", "qa", "store"})


FLOOR_LEADERS = DESK - {"store"}
REGISTRARS = frozenset({"manager", "planner", "admin", "qa_lead"})
PLANNING = frozenset({"manager", "planner", "admin"})


@dataclass(frozen=True, slots=True)
class Desk:
    """`url` is reversed with the plant's code when `plant`; `key` is what a view sends as `tab`."""

    key: str
    area: str
    label: str | Promise
    url: str
    roles: frozenset[str] = DESK
    plant: bool = True


AREAS: dict[str, str | Promise] = {
    "output": _("Output"),
    "store": _("Store"),
    "orders": _("Orders"),
    "crew": _("Crew"),
    "shipping": _("Shipping"),
    "quality": _("Quality"),
    "imei": _("IMEI"),
    "regulator": _("Regulator"),
    "data": _("Data"),
}

DESKS: tuple[Desk, ...] = (
    Desk("today", "output", _("Today"), "reports:today"),
    Desk("year", "output", _("Year"), "reports:year"),
    Desk("period", "output", _("Period"), "reports:period"),
    Desk("losses", "output", _("Losses"), "reports:losses"),
    Desk("shifts", "output", _("Shifts"), "reports:shift_reports"),
    Desk("wall", "output", _("Wall board"), "reports:plant_board"),
    Desk("consignments", "store", _("Consignments"), "lines:consignments"),
    Desk("claims", "store", _("Claims"), "lines:claims"),
    Desk("stock", "store", _("Stock"), "lines:stock"),
    Desk("sets", "store", _("Sets to build"), "lines:sets"),
    Desk("picks", "store", _("Picking"), "lines:picks"),
    Desk("kits", "store", _("Whole sets"), "lines:kits"),
    Desk("supply", "store", _("Calls for material"), "lines:supply"),
    Desk("books", "store", _("Material books"), "lines:books"),
    Desk("orders", "orders", _("Queue"), "lines:orders"),
    Desk("month", "orders", _("Plan a month"), "lines:plan_month", PLANNING | {"supervisor"}),
    Desk("boms", "orders", _("Bills of material"), "lines:boms"),
    Desk("calls", "crew", _("Calls"), "lines:calls", FLOOR_LEADERS),
    Desk("handovers", "crew", _("Handovers"), "reports:handovers", FLOOR_LEADERS),
    Desk("skills", "crew", _("Skills"), "lines:skills", FLOOR_LEADERS),
    Desk("instructions", "crew", _("Instructions"), "lines:instructions", FLOOR_LEADERS),
    Desk("holds", "crew", _("Holds"), "lines:holds", FLOOR_LEADERS),
    Desk("power", "crew", _("Power"), "lines:outages", FLOOR_LEADERS),
    Desk("handed", "crew", _("Handed over"), "lines:handed", FLOOR_LEADERS),
    Desk("containments", "quality", _("Containment"), "quality:containments", DESK - {"store"}),
    Desk("shipments", "shipping", _("Shipments"), "lines:shipments"),
    Desk("pallets", "shipping", _("Pallets"), "lines:pallets"),
    Desk("returns", "shipping", _("Returns"), "lines:returns"),
    Desk("printers", "shipping", _("Printers"), "lines:printers"),
    Desk("layouts", "shipping", _("Label layouts"), "lines:label_layouts"),
    Desk("packing", "shipping", _("Packing rules"), "lines:packing_rules"),
    Desk("data", "data", _("Data in and out"), "tables:data", PLANNING | {"supervisor"}),
    Desk("file_records", "data", _("Records from files"), "quality:file_records", FLOOR_LEADERS),
    Desk("devices", "data", _("Tablets"), "lines:devices", PLANNING - {"planner"} | {"supervisor"}),
    Desk("registrations", "regulator", _("Registration"), "quality:registrations", REGISTRARS),
    Desk("production", "regulator", _("Production"), "reports:production"),
    Desk("ledgers", "regulator", _("Ledgers"), "verify:ledgers", REGISTRARS),
    Desk("inspection", "quality", _("Inspection"), "quality:inspection"),
    Desk("severity", "quality", _("Severity"), "quality:inspection_severity"),
    Desk("sampling_plans", "quality", _("Sampling plans"), "quality:sampling_plans"),
    Desk("quality_now", "quality", _("Now"), "quality:quality_now"),
    Desk("yields", "quality", _("Yields"), "quality:yields"),
    Desk("causes", "quality", _("Causes"), "quality:causes"),
    Desk("spc", "quality", _("Control charts"), "quality:spc"),
    Desk("ncrs", "quality", _("Nonconformances"), "quality:ncrs"),
    Desk("defect_codes", "quality", _("Catalogue"), "quality:defect_codes"),
    Desk("gate_rules", "quality", _("Stops"), "quality:gate_rules"),
    Desk("plans", "quality", _("Test plans"), "quality:plans", FLOOR_LEADERS),
    Desk("first_articles", "quality", _("First articles"), "quality:first_articles", FLOOR_LEADERS),
    Desk("equipment", "quality", _("Calibration"), "quality:equipment", FLOOR_LEADERS),
    Desk("imei_ranges", "imei", _("Ranges"), "quality:imei_ranges"),
    Desk("imei_books", "imei", _("Books"), "quality:imei_books"),
    Desk("imei_voids", "imei", _("Voids"), "quality:imei_voids"),
    Desk("imei_fence", "imei", _("Fence"), "quality:imei_fence"),
)


def open_to(roles: Iterable[str]) -> tuple[Desk, ...]:
    """The pages a person with these roles finds, in the table's order."""
    held = frozenset(roles)
    return tuple(desk for desk in DESKS if desk.roles & held)


def area_of(key: str) -> str:
    """The area of a page; empty for a key that no row has."""
    return next((desk.area for desk in DESKS if desk.key == key), "")
