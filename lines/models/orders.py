"""Work orders and the numbered places in them: a place is taken once, by one unit."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lines.models.kits import KitLot
from mes.kernel.fields import known
from plants.models import Bom, Customer, Line, Person, Plant, ProductVariant, Route


class OrderState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    RELEASED = "released", _("Released")
    RUNNING = "running", _("Running")
    HELD = "held", _("Held")
    COMPLETED = "completed", _("Completed")
    CLOSED = "closed", _("Closed")


class WorkOrder(models.Model):
    """ISA-95 *OperationsRequest*: so many of one variant along one released route on one line.

    With a `kit_lot`, a unit starts only on a set issued to the order. `over_build` are places
    beyond the quantity, as far as the buyer's rule allows. The line works its orders by priority,
    then by `rank`.
    """

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    no = models.CharField(max_length=24)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    variant = models.ForeignKey(ProductVariant, on_delete=models.PROTECT, related_name="+")
    route = models.ForeignKey(Route, on_delete=models.PROTECT, related_name="+")
    kit_lot = models.ForeignKey(KitLot, on_delete=models.PROTECT, related_name="+", null=True)
    bom = models.ForeignKey(Bom, on_delete=models.PROTECT, related_name="+", null=True)
    quantity = models.PositiveIntegerField()
    country = models.CharField(
        max_length=2, default="PK", help_text=_("PK: domestic, else export.")
    )
    customer = models.CharField(max_length=80, blank=True)
    buyer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+", null=True)
    over_build = models.PositiveIntegerField(default=0)
    firmware = models.CharField(
        max_length=40, blank=True, help_text=_("What its phones must run when they are boxed.")
    )
    state = models.CharField(max_length=10, choices=OrderState.choices, default=OrderState.DRAFT)
    held_from = models.CharField(max_length=10, blank=True)
    priority = models.PositiveSmallIntegerField(default=5)
    rank = models.PositiveIntegerField(default=0)
    split_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="splits", null=True
    )
    due = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField(db_default=Now())
    released_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            known("lines_workorder_state_known", "state", OrderState),
            models.UniqueConstraint(fields=["plant", "no"], name="lines_workorder_no_once"),
            models.CheckConstraint(
                name="lines_workorder_quantity",
                condition=models.Q(quantity__gte=1, quantity__lte=1_000_000),
            ),
        ]
        indexes = [
            models.Index(
                fields=["line"],
                name="lines_workorder_live",
                condition=models.Q(state__in=["released", "running", "held"]),
            )
        ]

    def __str__(self) -> str:
        return self.no


class OrderPlace(models.Model):
    """Place `n` of an order with its serial, made at release. `kitted` when a set is issued to it.

    A place that the order no longer needs is `withdrawn`: its serial is never given again.

    A start takes one with SKIP LOCKED, so that no two units share a place and no counter is hot.
    """

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="places")
    n = models.PositiveIntegerField()
    serial = models.CharField(max_length=32)
    kitted = models.BooleanField(default=False)
    withdrawn = models.BooleanField(default=False)
    unit = models.OneToOneField(
        "lines.Unit", on_delete=models.PROTECT, related_name="place", null=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "n"], name="lines_orderplace_n_once"),
            models.UniqueConstraint(fields=["serial"], name="lines_orderplace_serial_once"),
            models.CheckConstraint(
                name="lines_orderplace_withdrawn_empty",
                condition=models.Q(withdrawn=False) | models.Q(unit__isnull=True, kitted=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["order", "n"],
                name="lines_orderplace_free",
                condition=models.Q(unit__isnull=True),
            )
        ]
