"""Boxes, cartons and pallets: handling units that hold units or one another."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lines.models.orders import WorkOrder
from mes.kernel.fields import known
from plants.models import Person, Plant, ProductVariant, Station


class HandlingKind(models.TextChoices):
    BOX = "box", _("Gift box")
    CARTON = "carton", _("Carton")
    PALLET = "pallet", _("Pallet")


class HandlingState(models.TextChoices):
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    EMPTIED = "emptied", _("Emptied")


class HandlingUnit(models.Model):
    """GS1 *logistic unit*: a box of one unit, a carton of boxes of one variant, a pallet.

    `sscc` is its worldwide number (AI 00), `place` where a pallet stands in the warehouse.
    """

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    no = models.CharField(max_length=32)
    kind = models.CharField(max_length=6, choices=HandlingKind.choices)
    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="+", null=True)
    variant = models.ForeignKey(ProductVariant, on_delete=models.PROTECT, related_name="+")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+", null=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, related_name="contents", null=True)
    capacity = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=8, choices=HandlingState.choices, default=HandlingState.OPEN
    )
    firmware = models.CharField(max_length=40, blank=True, db_default="")
    partial_reason = models.CharField(max_length=200, blank=True)
    sscc = models.CharField(max_length=18, blank=True, default="", db_default="")
    place = models.CharField(max_length=24, blank=True, default="", db_default="")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            known("lines_handlingunit_kind_known", "kind", HandlingKind),
            known("lines_handlingunit_state_known", "state", HandlingState),
            models.UniqueConstraint(fields=["plant", "no"], name="lines_handlingunit_no_once"),
            models.UniqueConstraint(
                fields=["station", "order"],
                condition=models.Q(kind="carton", state="open"),
                name="lines_handlingunit_one_open_carton",
            ),
            models.CheckConstraint(
                name="lines_handlingunit_capacity", condition=models.Q(capacity__gt=0)
            ),
            models.CheckConstraint(
                name="lines_handlingunit_pallet_on_top",
                condition=~models.Q(kind="pallet") | models.Q(parent__isnull=True),
            ),
            models.CheckConstraint(
                name="lines_handlingunit_sscc_right",
                condition=models.Q(sscc="")
                | models.Q(
                    models.Func(
                        models.F("sscc"),
                        function="public.sscc_ok",
                        output_field=models.BooleanField(),
                    )
                ),
            ),
            models.UniqueConstraint(
                fields=["sscc"],
                condition=~models.Q(sscc=""),
                name="lines_handlingunit_sscc_once",
            ),
        ]
        indexes = [
            # One row in a thousand: a yard's pallets are found without walking its boxes.
            models.Index(
                fields=["plant", "state"],
                name="lines_handlingunit_pallet",
                condition=models.Q(kind="pallet"),
            )
        ]

    def __str__(self) -> str:
        return self.no
