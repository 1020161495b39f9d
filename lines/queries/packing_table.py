"""What a packing table waits for: the phone's own names, its accessories, the scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from lines.models import Accessory, PackingRule, ScaleReading, Unit
from lines.queries.packing import Found
from lines.rules.labels.naming import gtin14
from plants.rules.facts import StationFacts

CONFIRMED = "*"
FRESH = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Table:
    """The phone's names with its GTIN, and whether every IMEI is read three ways."""

    known: dict[str, str]
    every_slot: bool

    def owns(self, name: str, value: str) -> bool:
        return self.known.get(name) == value or (name == "gtin" and not self.known.get("gtin"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """An accessory of the box; `scan` when its code must be read, `done` when it was seen."""

    code: str
    name: str
    name_ur: str
    scan: bool
    done: bool
    barcode: str = ""


@dataclass(frozen=True, slots=True)
class OnScale:
    """What the station's scale said last."""

    grams: float
    at: datetime


def rule_for(line_id: int) -> PackingRule:
    return PackingRule.objects.filter(line_id=line_id).first() or PackingRule(line_id=line_id)


def table_of(station: StationFacts, phone: Found) -> Table:
    """What this line's tables compare a phone with."""
    unit = Unit.objects.select_related("variant").get(pk=phone.unit_id)
    known = {**phone.known, "gtin": gtin14(unit.variant.gtin)}
    return Table(known, rule_for(station.line_id).every_slot)


def wanted_with(phone: Found, said: Sequence[str]) -> list[Wanted]:
    """The accessories of the phone's variant, and which of them were seen."""
    unit = Unit.objects.get(pk=phone.unit_id)
    rows = Accessory.objects.filter(variant_id=unit.variant_id, active=True)
    return [
        Wanted(
            one.code,
            one.name,
            one.name_ur,
            one.checked == "scan",
            bool(one.barcode and one.barcode in said)
            or (one.checked == "confirm" and (one.code in said or CONFIRMED in said)),
            one.barcode,
        )
        for one in rows
    ]


def stage_of(station: StationFacts, phone: Found, said: Sequence[str]) -> str:
    """What the table waits for once the sockets agree: accessories, weight, or nothing: ready."""
    rule = rule_for(station.line_id)
    if rule.accessories and not all(one.done for one in wanted_with(phone, said)):
        return "accessories"
    names = (phone.serial, *phone.known.values())
    if rule.weigh_boxes and on_scale(station.id, names) is None:
        return "weight"
    return "ready"


def on_scale(station_id: int, names: Sequence[str] = ()) -> OnScale | None:
    """The station's newest reading that is fresh and not used for a box yet."""
    readings = ScaleReading.objects.filter(
        station_id=station_id, received_at__gt=timezone.now() - FRESH, check_of=None
    )
    if names:
        readings = readings.filter(Q(identifier="") | Q(identifier__in=names))
    newest = readings.order_by("-received_at").first()
    return OnScale(float(newest.grams), newest.received_at) if newest else None
