"""What leaves the plant, on which pallets, with which units; and what comes back."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lines.models.packing import HandlingUnit
from lines.models.units import Unit
from mes.kernel.fields import known
from plants.models import Person, Plant


class ShipmentKind(models.TextChoices):
    DOMESTIC = "domestic", _("Domestic")
    EXPORT = "export", _("Export")
    SUPPLIER = "supplier", _("Return to supplier")


class ShipmentState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PICKING = "picking", _("Picking")
    CHECKED = "checked", _("Checked")
    SHIPPED = "shipped", _("Shipped")
    CANCELLED = "cancelled", _("Cancelled")


class Shipment(models.Model):
    """One load for one customer. `quantity` units are wanted, null: as many as are picked.

    An export lot carries its value FOB per unit and its papers: invoice, packing list, Form E or
    EFE number (State Bank of Pakistan), goods declaration (customs), certificate.
    """

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    no = models.CharField(max_length=24)
    kind = models.CharField(max_length=8, choices=ShipmentKind.choices)
    state = models.CharField(
        max_length=9, choices=ShipmentState.choices, default=ShipmentState.DRAFT
    )
    customer = models.CharField(max_length=80)
    country = models.CharField(max_length=2, help_text=_("ISO 3166 alpha-2."))
    quantity = models.PositiveIntegerField(null=True)
    planned_on = models.DateField(null=True)
    truck = models.CharField(max_length=40, blank=True)
    container = models.CharField(max_length=40, blank=True)
    seal = models.CharField(max_length=40, blank=True)
    fob_unit = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)
    invoice = models.CharField(max_length=40, blank=True)
    packing_list = models.CharField(max_length=40, blank=True)
    efe_no = models.CharField(max_length=40, blank=True)
    gd_no = models.CharField(max_length=40, blank=True)
    gd_date = models.DateField(null=True)
    certificate = models.CharField(max_length=40, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField(db_default=Now())
    checked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    checked_at = models.DateTimeField(null=True)
    shipped_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    shipped_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            known("lines_shipment_kind_known", "kind", ShipmentKind),
            known("lines_shipment_state_known", "state", ShipmentState),
            models.UniqueConstraint(fields=["plant", "no"], name="lines_shipment_no_once"),
            models.CheckConstraint(
                name="lines_shipment_country",
                condition=models.Q(kind="domestic", country="PK")
                | (models.Q(kind="export") & ~models.Q(country="PK"))
                | models.Q(kind="supplier"),
            ),
            models.CheckConstraint(
                name="lines_shipment_shipped_when",
                condition=models.Q(state="shipped", shipped_at__isnull=False)
                | (~models.Q(state="shipped") & models.Q(shipped_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="lines_shipment_cancelled_why",
                condition=(
                    models.Q(state="cancelled", cancelled_at__isnull=False)
                    & ~models.Q(cancel_reason="")
                )
                | (~models.Q(state="cancelled") & models.Q(cancelled_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="lines_shipment_value",
                condition=models.Q(fob_unit__isnull=True)
                | (models.Q(fob_unit__gte=0) & models.Q(currency__regex=r"^[A-Z]{3}$")),
            ),
            models.CheckConstraint(
                name="lines_shipment_quantity",
                condition=models.Q(quantity__isnull=True) | models.Q(quantity__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return self.no


class Pick(models.Model):
    """A pallet on a shipment, until it is put back with a reason."""

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+", db_index=False)
    shipment = models.ForeignKey(Shipment, on_delete=models.PROTECT, related_name="picks")
    pallet = models.ForeignKey(HandlingUnit, on_delete=models.PROTECT, related_name="picks")
    picked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    picked_at = models.DateTimeField(db_default=Now())
    dropped_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    dropped_at = models.DateTimeField(null=True)
    drop_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pallet"],
                condition=models.Q(dropped_at__isnull=True),
                name="lines_pick_living_once",
            ),
            models.CheckConstraint(
                name="lines_pick_drop_whole",
                condition=models.Q(dropped_at__isnull=True, drop_reason="")
                | (models.Q(dropped_at__isnull=False) & ~models.Q(drop_reason="")),
            ),
        ]


class ShippedUnit(models.Model):
    """A unit as it left: on which shipment, in which carton on which pallet.

    `event_id` is its move of kind ship. The row stays what it was when the unit comes back; then
    `returned_event` names the move that says so, and the unit may be shipped anew.
    """

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+", db_index=False)
    shipment = models.ForeignKey(Shipment, on_delete=models.PROTECT, related_name="units")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="shipped")
    pallet = models.ForeignKey(
        HandlingUnit, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    carton = models.ForeignKey(
        HandlingUnit, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    event_id = models.UUIDField()
    returned_at = models.DateTimeField(null=True)
    returned_event = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=models.Q(returned_at__isnull=True),
                name="lines_shippedunit_living_once",
            ),
            models.UniqueConstraint(fields=["event_id"], name="lines_shippedunit_event_once"),
            models.CheckConstraint(
                name="lines_shippedunit_return_whole",
                condition=models.Q(returned_at__isnull=True, returned_event__isnull=True)
                | models.Q(returned_at__isnull=False, returned_event__isnull=False),
            ),
        ]


class ReturnCause(models.TextChoices):
    FAULTY = "faulty", _("Faulty")
    DAMAGED = "damaged", _("Damaged on the way")
    WRONG = "wrong", _("Wrong goods")
    REFUSED = "refused", _("Refused by the customer")
    RECALL = "recall", _("Called back")


class ReturnDecision(models.TextChoices):
    OPEN = "", _("To decide")
    REWORK = "rework", _("Back to the line")
    RESTOCK = "restock", _("Back in stock")
    SCRAP = "scrap", _("Scrap")


class UnitReturn(models.Model):
    """A shipped unit that came back, and what was decided. The decision is written once."""

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    no = models.CharField(max_length=24)
    shipped = models.OneToOneField(ShippedUnit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="returns")
    cause = models.CharField(max_length=8, choices=ReturnCause.choices)
    note = models.CharField(max_length=200, blank=True)
    taken_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    taken_at = models.DateTimeField()
    decision = models.CharField(
        max_length=8, choices=ReturnDecision.choices, default=ReturnDecision.OPEN, blank=True
    )
    step = models.CharField(max_length=12, blank=True)
    carton = models.ForeignKey(
        HandlingUnit, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    decide_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            known("lines_unitreturn_cause_known", "cause", ReturnCause),
            known("lines_unitreturn_decision_known", "decision", ReturnDecision),
            models.UniqueConstraint(fields=["plant", "no"], name="lines_unitreturn_no_once"),
            models.UniqueConstraint(
                fields=["unit"],
                condition=models.Q(decided_at__isnull=True),
                name="lines_unitreturn_open_once",
            ),
            models.CheckConstraint(
                name="lines_unitreturn_decided_whole",
                condition=models.Q(decision="", decided_at__isnull=True)
                | (
                    ~models.Q(decision="")
                    & ~models.Q(decide_reason="")
                    & models.Q(decided_at__isnull=False)
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.no
