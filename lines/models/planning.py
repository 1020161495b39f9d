"""What happened to an order after it was drafted, and how much of it each day is to build."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lines.models.orders import WorkOrder
from mes.kernel.fields import known
from plants.models import Line, Person


class OrderEventKind(models.TextChoices):
    RELEASED = "released", _("Released")
    QUANTITY = "quantity", _("Quantity changed")
    OVER_BUILD = "over_build", _("Built beyond the quantity")
    SPLIT_TO = "split_to", _("Split: places given away")
    SPLIT_FROM = "split_from", _("Split: made from another order")
    HELD = "held", _("Held")
    UNHELD = "unheld", _("Let go")
    QUEUED = "queued", _("Moved in the queue")
    CLOSED = "closed", _("Closed")


class OrderEvent(models.Model):
    """One change of an order; added, never changed. `units` is the difference it made.

    `facts` of a closing are the order's books as they were signed off.
    """

    event_id = models.UUIDField(primary_key=True)
    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=OrderEventKind.choices)
    units = models.IntegerField(default=0)
    other = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="+", null=True)
    reason = models.CharField(max_length=200, blank=True)
    facts = models.JSONField(default=dict)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            known("lines_orderevent_kind_known", "kind", OrderEventKind),
            models.CheckConstraint(
                name="lines_orderevent_reason",
                condition=models.Q(
                    kind__in=[
                        OrderEventKind.RELEASED, OrderEventKind.CLOSED, OrderEventKind.QUEUED,
                    ]
                )
                | ~models.Q(reason=""),
            ),
        ]  # fmt: skip


class DayRelease(models.Model):
    """Units of an order that a line is to build on a local day; that sum is the day's plan.

    Added, never changed: a negative row takes some of it back and says why.
    """

    event_id = models.UUIDField(primary_key=True)
    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="days")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    units = models.IntegerField()
    reason = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="lines_dayrelease_units",
                condition=models.Q(units__gt=0) | (models.Q(units__lt=0) & ~models.Q(reason="")),
            ),
        ]
        indexes = [models.Index(fields=["line", "day"], name="lines_dayrelease_day")]
