"""First-article sheets: one to five units judged item by item before an order is built."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lines.models import CheckTrigger, WorkOrder
from mes.kernel.fields import known
from plants.models import Line, Person, Plant


class FaiState(models.TextChoices):
    OPEN = "open", _("To inspect")
    INSPECTED = "inspected", _("To approve")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")


class FaiSheet(models.Model):
    """The sheet (AS9102's idea, one page). Who inspected it does not judge it."""

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    no = models.CharField(max_length=40)
    trigger = models.CharField(max_length=12, choices=CheckTrigger.choices)
    serials = ArrayField(models.CharField(max_length=40))
    state = models.CharField(max_length=9, choices=FaiState.choices, default=FaiState.OPEN)
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    inspected_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    inspected_at = models.DateTimeField(null=True)
    judged_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    judged_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            known("quality_faisheet_state_known", "state", FaiState),
            known("quality_faisheet_trigger_known", "trigger", CheckTrigger),
            models.UniqueConstraint(fields=["plant", "no"], name="quality_faisheet_no_once"),
            models.CheckConstraint(
                name="quality_faisheet_units", condition=models.Q(serials__len__range=(1, 5))
            ),
            models.CheckConstraint(
                name="quality_faisheet_two_people",
                condition=models.Q(judged_by__isnull=True)
                | models.Q(inspected_by__isnull=True)
                | ~models.Q(judged_by=models.F("inspected_by")),
            ),
            models.CheckConstraint(
                name="quality_faisheet_approved_of_inspected",
                condition=~models.Q(state="approved") | models.Q(inspected_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.no


class FaiItem(models.Model):
    """What was found of one unit at one item; added, never changed."""

    sheet = models.ForeignKey(FaiSheet, on_delete=models.PROTECT, related_name="items")
    serial = models.CharField(max_length=40)
    item = models.CharField(max_length=24)
    found = models.CharField(max_length=120, blank=True)
    good = models.BooleanField()

    class Meta:
        ordering = ["sheet", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "serial", "item"], name="quality_faiitem_once")
        ]
