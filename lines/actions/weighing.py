"""The scale: what it said, and whether the box or carton on it is whole."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from lines.actions.standing import Visit
from lines.models import (
    Accessory,
    HandlingUnit,
    LearnedWindow,
    PackingRule,
    ScaleReading,
    WeightCheck,
    WeightLimit,
    WeightSource,
    WorkOrder,
)
from lines.rules.weights import Known, Limits, check_weight, learned
from mes.kernel.constraints import refusing
from mes.kernel.ids import derived
from mes.kernel.live import publish_line
from mes.kernel.refusals import Refusal

FRESH = timedelta(minutes=3)
"""How long a scale's word may be used for what stands at the station."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What is weighed: a whole one teaches the window, a partial carton does not."""

    kind: str
    handling: HandlingUnit
    names: tuple[str, ...]
    whole: bool = True
    unit_id: int | None = None


def rule_of(line_id: int) -> PackingRule:
    """What the line's packing tables insist on; nothing, for a line without a row."""
    return PackingRule.objects.filter(line_id=line_id).first() or PackingRule(line_id=line_id)


@transaction.atomic
def read_scale(*, event_id: UUID, visit: Visit, grams: Decimal, identifier: str) -> ScaleReading:
    """Keep what a scale said. Refuses `event_id_reused`."""
    reading = ScaleReading(
        event_id=event_id,
        plant_id=visit.station.plant_id,
        station_id=visit.station.id,
        identifier=identifier.strip()[:60],
        grams=grams,
        person_id=visit.sender.person_id,
        token_id=visit.sender.token_id,
    )
    with refusing({"lines_scalereading_pkey": Refusal("event_id_reused")}):
        reading.save(force_insert=True)
    publish_line(line_code=visit.station.line_code)
    return reading


def weigh(
    *, weighed: Weighed, event_id: UUID, station_id: int | None, rule: PackingRule
) -> WeightCheck:
    """Judge the newest reading of the station, once, and learn from a good one.

    Refuses `weight_needed`, `weight_under` and `weight_over`.
    """
    reading = reading_for(station_id=station_id, names=weighed.names)
    if reading is None:
        raise Refusal(
            "weight_needed",
            what=weighed.kind,
            what_ur={"box": "ڈبے", "carton": "کارٹن"}[weighed.kind],
        )
    limits = limits_for(weighed, rule)
    check_weight(float(reading.grams), limits, _accessories(weighed))
    check = WeightCheck(
        event_id=derived("weight", str(event_id)),
        plant_id=weighed.handling.plant_id,
        kind=weighed.kind,
        variant_id=weighed.handling.variant_id,
        order_id=weighed.handling.order_id,
        handling=weighed.handling,
        unit_id=weighed.unit_id,
        reading=reading,
        grams=reading.grams,
        low=limits.low,
        high=limits.high,
        source=limits.source,
        teaches=weighed.whole,
    )
    used = Refusal("weight_needed", what=weighed.kind)
    with refusing({"lines_weightcheck_reading_id_key": used}):
        check.save(force_insert=True)
    if limits.source != WeightSource.LEARNED and weighed.whole:
        _learn(check, rule)
    return check


def reading_for(*, station_id: int | None, names: tuple[str, ...]) -> ScaleReading | None:
    """The station's newest reading that is fresh, not used yet, and of nothing else."""
    if station_id is None:
        return None
    newest = (
        ScaleReading.objects.filter(
            station_id=station_id, received_at__gt=timezone.now() - FRESH, check_of=None
        )
        .filter(Q(identifier="") | Q(identifier__in=names))
        .order_by("-received_at")
    )
    return newest.first()


def limits_for(weighed: Weighed, rule: PackingRule) -> Limits:
    """The order's own limits; else the learned window; a partial carton has neither."""
    handling = weighed.handling
    if not weighed.whole:
        return Limits(None, None, WeightSource.NONE)
    own = (
        WeightLimit.objects.filter(order_id=handling.order_id, kind=weighed.kind)
        .order_by("-received_at")
        .first()
    )
    window = newest_window(
        plant_id=handling.plant_id, variant_id=handling.variant_id, kind=weighed.kind
    )
    middle = float(window.median) if window and window.median is not None else None
    if own is not None and own.low is not None and own.high is not None:
        return Limits(float(own.low), float(own.high), WeightSource.ORDER, middle)
    if window is not None and window.low is not None and window.high is not None:
        return Limits(float(window.low), float(window.high), WeightSource.LEARNED, middle)
    return Limits(None, None, WeightSource.NONE)


def newest_window(*, plant_id: int, variant_id: int, kind: str) -> LearnedWindow | None:
    windows = LearnedWindow.objects.filter(plant_id=plant_id, variant_id=variant_id, kind=kind)
    return windows.order_by("-version").first()


def _learn(check: WeightCheck, rule: PackingRule) -> None:
    before = newest_window(plant_id=check.plant_id, variant_id=check.variant_id, kind=check.kind)
    if before is not None and before.low is not None:
        return  # the order's own limits were used beside a window that is known
    good = WeightCheck.objects.filter(
        plant_id=check.plant_id, variant_id=check.variant_id, kind=check.kind, teaches=True
    )
    if before is not None:
        good = good.filter(received_at__gt=before.received_at)
    grams = list(good.order_by("received_at").values_list("grams", flat=True)[: rule.learn_from])
    if len(grams) < rule.learn_from:
        return
    window = learned(
        [float(one) for one in grams], spread=float(rule.spread), least=float(rule.least_grams)
    )
    version = before.version + 1 if before else 1
    row = LearnedWindow(
        event_id=derived(
            "window", str(check.plant_id), str(check.variant_id), check.kind, str(version)
        ),
        plant_id=check.plant_id,
        variant_id=check.variant_id,
        kind=check.kind,
        version=version,
        count=window.count,
        median=_tenth(window.middle),
        mad=_tenth(window.mad),
        low=_tenth(window.low),
        high=_tenth(window.high),
    )
    # Two tables may learn at the same moment: the same row, once.
    LearnedWindow.objects.bulk_create([row], ignore_conflicts=True)


@transaction.atomic
def learn_anew(
    *, event_id: UUID, plant_id: int, variant_id: int, kind: str, reason: str, by: int
) -> LearnedWindow:
    """Forget the window: something else lies in the box from now on. Refuses `reason_needed`."""
    if not reason.strip():
        raise Refusal("reason_needed")
    before = newest_window(plant_id=plant_id, variant_id=variant_id, kind=kind)
    return LearnedWindow.objects.create(
        event_id=event_id,
        plant_id=plant_id,
        variant_id=variant_id,
        kind=kind,
        version=before.version + 1 if before else 1,
        count=0,
        reason=reason.strip()[:200],
        person_id=by,
    )


@transaction.atomic
def limit_order(
    *,
    event_id: UUID,
    order: WorkOrder,
    kind: str,
    low: Decimal | None,
    high: Decimal | None,
    reason: str,
    by: int,
) -> WeightLimit:
    """The order's own limits in grams; without them the learned window counts again.

    Refuses `reason_needed`.
    """
    if not reason.strip():
        raise Refusal("reason_needed")
    return WeightLimit.objects.create(
        event_id=event_id,
        order=order,
        kind=kind,
        low=low,
        high=high,
        reason=reason.strip()[:200],
        person_id=by,
    )


def _accessories(weighed: Weighed) -> list[Known]:
    if weighed.kind != "box":
        return []
    rows = Accessory.objects.filter(
        variant_id=weighed.handling.variant_id, active=True, grams__isnull=False
    )
    return [Known(row.name, row.name_ur or row.name, float(row.grams or 0)) for row in rows]


def _tenth(value: float) -> Decimal:
    return Decimal(str(round(value, 1)))
