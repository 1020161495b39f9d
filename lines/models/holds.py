"""Holds stand beside the state: several may be open, each is released by a person with a reason."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lines.models.kits import KitLot
from lines.models.material import MaterialLot
from lines.models.orders import WorkOrder
from lines.models.units import Unit
from mes.kernel.fields import known
from plants.models import Line, Person, Plant, Station


class HoldSubject(models.TextChoices):
    UNIT = "unit", _("Unit")
    ORDER = "order", _("Order")
    LOT = "lot", _("Kit lot")
    MATERIAL = "material", _("Material lot")
    STATION = "station", _("Station")
    LINE = "line", _("Line")


NAMED: dict[str, str] = {
    HoldSubject.UNIT: "unit",
    HoldSubject.ORDER: "work_order",
    HoldSubject.LOT: "lot",
    HoldSubject.MATERIAL: "material_lot",
    HoldSubject.STATION: "station",
    HoldSubject.LINE: "line",
}
"""By which field of a body a subject is named."""


class Hold(models.Model):
    """ISA-95 *Disposition: Restricted*. The release columns are written once, together."""

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    no = models.CharField(max_length=24)
    subject = models.CharField(max_length=8, choices=HoldSubject.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="holds", null=True)
    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="+", null=True)
    lot = models.ForeignKey(KitLot, on_delete=models.PROTECT, related_name="+", null=True)
    material = models.ForeignKey(MaterialLot, on_delete=models.PROTECT, related_name="+", null=True)
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+", null=True)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+", null=True)
    cause = models.CharField(max_length=40, help_text=_("Stable code: manual, needs_review, …"))
    reason = models.CharField(max_length=200)
    placed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    placed_at = models.DateTimeField(db_default=Now())
    released_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    released_with = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    released_at = models.DateTimeField(null=True)
    release_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            known("lines_hold_subject_known", "subject", HoldSubject),
            models.UniqueConstraint(fields=["plant", "no"], name="lines_hold_no_once"),
            models.CheckConstraint(
                name="lines_hold_one_subject",
                condition=models.Q(subject="unit", unit__isnull=False)
                | models.Q(subject="order", order__isnull=False)
                | models.Q(subject="lot", lot__isnull=False)
                | models.Q(subject="material", material__isnull=False)
                | models.Q(subject="station", station__isnull=False)
                | models.Q(subject="line", line__isnull=False),
            ),
            models.CheckConstraint(
                name="lines_hold_release_whole",
                condition=models.Q(released_at__isnull=True, release_reason="")
                | (models.Q(released_at__isnull=False) & ~models.Q(release_reason="")),
            ),
            models.CheckConstraint(
                name="lines_hold_released_by_two",
                condition=models.Q(released_with__isnull=True)
                | (
                    models.Q(released_by__isnull=False)
                    & ~models.Q(released_with=models.F("released_by"))
                    & (
                        models.Q(placed_by__isnull=True)
                        | ~models.Q(released_with=models.F("placed_by"))
                    )
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit"],
                name="lines_hold_open_unit",
                condition=models.Q(released_at__isnull=True, unit__isnull=False),
            ),
            models.Index(
                fields=["plant"],
                name="lines_hold_open_other",
                condition=models.Q(released_at__isnull=True, unit__isnull=True),
            ),
        ]
