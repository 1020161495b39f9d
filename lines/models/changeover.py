"""What stands between an order and its first unit: readiness, clearance, article, changeover."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lines.models.orders import WorkOrder
from lines.models.stops import Stop
from mes.kernel.fields import known
from plants.models import Line, Operation, Person, Plant, ProductModel

LINE_CLEAR = "line_clear"
"""The gate of an order on a line that the signed clearance opens."""

FIRST_ARTICLE = "first_article"
"""The gate of an order on a line that an approved first article opens."""


class StepReady(models.Model):
    """A model has a released test plan at an operation: said by who keeps the plans."""

    model = models.ForeignKey(ProductModel, on_delete=models.PROTECT, related_name="+")
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(db_default=Now())
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["model", "operation"],
                condition=models.Q(revoked_at__isnull=True),
                name="lines_stepready_open_once",
            )
        ]


class CheckKind(models.TextChoices):
    CLEARED = "cleared", _("Line cleared")
    UNCLEARED = "uncleared", _("Clearance taken back")
    APPROVED = "approved", _("First article approved")
    REJECTED = "rejected", _("First article rejected")
    REVOKED = "revoked", _("First article taken back")


class CheckTrigger(models.TextChoices):
    """Why it was asked for or taken back (process: what makes a first article due)."""

    ORDER_START = "order_start", _("Start of an order")
    MODEL_CHANGE = "model_change", _("Change of model or order")
    KEY_LOT = "key_lot", _("Change of a key material lot")
    LONG_STOP = "long_stop", _("A long stop")
    FIRMWARE = "firmware", _("New firmware or program")
    REPAIR = "repair", _("Equipment repaired")
    BY_HAND = "by_hand", _("By hand")


class StartCheck(models.Model):
    """One signature for or against an order on a line; added, never changed.

    `facts` are what was counted at that moment (leftover units, labels, sets), `serials` the
    units that were judged.
    """

    event_id = models.UUIDField(primary_key=True)
    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="checks")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=CheckKind.choices)
    trigger = models.CharField(
        max_length=12, choices=CheckTrigger.choices, default=CheckTrigger.ORDER_START
    )
    facts = models.JSONField(default=dict)
    serials = ArrayField(models.CharField(max_length=32), default=list)
    note = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            known("lines_startcheck_kind_known", "kind", CheckKind),
            known("lines_startcheck_trigger_known", "trigger", CheckTrigger),
            models.CheckConstraint(
                name="lines_startcheck_signed",
                condition=models.Q(kind__in=[CheckKind.UNCLEARED, CheckKind.REVOKED])
                | models.Q(person__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["line", "order", "at"], name="lines_startcheck_of")]


class ChangeoverEnd(models.TextChoices):
    FIRST_UNIT = "first_unit", _("First unit of the new order")
    BY_HAND = "by_hand", _("By hand")
    CALLED_OFF = "called_off", _("Called off")


class Changeover(models.Model):
    """A line changes from one order to the next; open while its stop is (ISO 22400: AUST).

    `planned_minutes` are those of the model pair when it began, from which the clock counts down.
    """

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    no = models.CharField(max_length=24)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="changeovers")
    from_order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="+", null=True)
    to_order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="+")
    planned_minutes = models.PositiveSmallIntegerField()
    stop = models.OneToOneField(Stop, on_delete=models.PROTECT, related_name="changeover")
    started_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    ended_how = models.CharField(  # noqa: DJ001  # written once: not known before it ends
        max_length=10, choices=ChangeoverEnd.choices, null=True
    )
    end_note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            known("lines_changeover_ended_how_known", "ended_how", ChangeoverEnd),
            models.UniqueConstraint(fields=["plant", "no"], name="lines_changeover_no_once"),
            models.CheckConstraint(
                name="lines_changeover_planned", condition=models.Q(planned_minutes__gte=1)
            ),
        ]
        indexes = [models.Index(fields=["line", "-id"], name="lines_changeover_line")]

    def __str__(self) -> str:
        return self.no


class ClearanceItem(models.TextChoices):
    """What a person looks at before the line is clear; the leftover units are counted instead."""

    LABELS = "labels", _("Labels counted: printed = used + scrapped + returned")
    MATERIALS = "materials", _("Materials of the old order returned")
    INSTRUCTIONS = "instructions", _("Work instructions are those of the new order")
    PROGRAMS = "programs", _("Test programs are those of the new order")


class ChangeoverTick(models.Model):
    """One item of the checklist, looked at by one person; added, never changed."""

    event_id = models.UUIDField(primary_key=True)
    changeover = models.ForeignKey(Changeover, on_delete=models.PROTECT, related_name="ticks")
    item = models.CharField(max_length=12, choices=ClearanceItem.choices)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            known("lines_changeovertick_item_known", "item", ClearanceItem),
            models.UniqueConstraint(
                fields=["changeover", "item"], name="lines_changeovertick_once"
            ),
        ]
