"""Containment: every unit that one suspicion touches, held at once and looked at one by one."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lines.models import HandlingUnit, Hold, Shipment, Unit
from mes.kernel.fields import known
from plants.models import Line, Person, Plant, ProductModel, Station


class Suspicion(models.TextChoices):
    LOT = "lot", _("Part lot")
    SUPPLIER = "supplier", _("Supplier")
    FIXTURE = "fixture", _("Fixture")
    FIRMWARE = "firmware", _("Firmware")
    OPERATOR = "operator", _("Operator in a shift")
    WINDOW = "window", _("Time at a station or line")
    UNITS = "units", _("Named units")


NEEDS_VALUE = ("lot", "supplier", "fixture", "firmware", "operator")
NEEDS_SINCE = ("fixture", "operator", "window")


class Containment(models.Model):
    """One suspicion with its owner. While open, units that come to match it are held too.

    `since` and `until` bound the test or move, for a lot, a supplier and firmware the unit's start.
    """

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    no = models.CharField(max_length=24)
    kind = models.CharField(max_length=8, choices=Suspicion.choices)
    value = models.CharField(max_length=80, blank=True)
    line = models.ForeignKey(
        Line, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    station = models.ForeignKey(
        Station, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    model = models.ForeignKey(
        ProductModel, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=180)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    opened_at = models.DateTimeField(db_default=Now())
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    closed_at = models.DateTimeField(null=True)
    close_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            known("quality_containment_kind_known", "kind", Suspicion),
            models.UniqueConstraint(fields=["plant", "no"], name="quality_containment_no_once"),
            models.CheckConstraint(
                name="quality_containment_named",
                condition=~models.Q(kind__in=NEEDS_VALUE) | ~models.Q(value=""),
            ),
            models.CheckConstraint(
                name="quality_containment_since",
                condition=~models.Q(kind__in=NEEDS_SINCE) | models.Q(since__isnull=False),
            ),
            models.CheckConstraint(
                name="quality_containment_place",
                condition=~models.Q(kind="window")
                | models.Q(station__isnull=False)
                | models.Q(line__isnull=False),
            ),
            models.CheckConstraint(
                name="quality_containment_span",
                condition=models.Q(since__isnull=True)
                | models.Q(until__isnull=True)
                | models.Q(until__gt=models.F("since")),
            ),
            models.CheckConstraint(
                name="quality_containment_closed_whole",
                condition=models.Q(closed_at__isnull=True, close_reason="")
                | (models.Q(closed_at__isnull=False) & ~models.Q(close_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.no


class Found(models.TextChoices):
    IN_LINE = "in_line", _("In the line")
    BOXED = "boxed", _("Boxed")
    SHIPPED = "shipped", _("Shipped")


class Inspected(models.TextChoices):
    OPEN = "", _("To inspect")
    OK = "ok", _("Good, released")
    REPAIR = "repair", _("To repair")
    SCRAP = "scrap", _("Scrap")


class ContainedUnit(models.Model):
    """A unit as it was found, its hold, and what its inspection said, once.

    Still to inspect while its hold is open and it is not scrapped.
    """

    containment = models.ForeignKey(
        Containment, on_delete=models.PROTECT, related_name="units", db_index=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    hold = models.OneToOneField(Hold, on_delete=models.PROTECT, related_name="+")
    found = models.CharField(max_length=8, choices=Found.choices)
    carton = models.ForeignKey(
        HandlingUnit, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    shipment = models.ForeignKey(
        Shipment, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    found_at = models.DateTimeField(db_default=Now())
    result = models.CharField(
        max_length=6, choices=Inspected.choices, default=Inspected.OPEN, blank=True, db_default=""
    )
    note = models.CharField(max_length=200, blank=True, db_default="")
    decided_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            known("quality_containedunit_found_known", "found", Found),
            known("quality_containedunit_result_known", "result", Inspected),
            models.UniqueConstraint(
                fields=["containment", "unit"], name="quality_containedunit_once"
            ),
            models.CheckConstraint(
                name="quality_containedunit_decided_whole",
                condition=models.Q(result="", decided_at__isnull=True)
                | (~models.Q(result="") & models.Q(decided_at__isnull=False)),
            ),
        ]
