"""What does not conform, whose it is, until when, and what the material review board decided."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lines.models import Hold, Unit
from mes.kernel.fields import CurrentXid, XidField, known
from plants.models import Person, Plant, Station


class NcrState(models.TextChoices):
    OPEN = "open", _("Open")
    REVIEW = "review", _("Before the board")
    DECIDED = "decided", _("Decided")
    CLOSED = "closed", _("Closed")


class Disposition(models.TextChoices):
    """ISO 9001:2015 8.7.1 as a material review board words it."""

    USE_AS_IS = "use_as_is", _("Use as is")
    REWORK = "rework", _("Rework")
    RETURN = "return", _("Return to the supplier")
    SCRAP = "scrap", _("Scrap")


class Nonconformance(models.Model):
    """ISO 9001:2015 8.7.2. About a unit or whatever its hold holds; decided by two people."""

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+", db_index=False)
    no = models.CharField(max_length=24)
    title = models.CharField(max_length=120)
    detail = models.CharField(max_length=1000, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True)
    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, related_name="+", null=True)
    station = models.ForeignKey(
        Station, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    quantity = models.PositiveIntegerField(default=1)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    due = models.DateField()
    state = models.CharField(max_length=8, choices=NcrState.choices, default=NcrState.OPEN)
    cause = models.CharField(max_length=1000, blank=True, help_text=_("Root cause."))
    disposition = models.CharField(max_length=10, choices=Disposition.choices, blank=True)
    opened_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    opened_at = models.DateTimeField(db_default=Now())
    decided_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    second = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            known("quality_nonconformance_state_known", "state", NcrState),
            models.CheckConstraint(
                name="quality_nonconformance_disposition_known",
                condition=models.Q(disposition__in=["", *Disposition.values]),
            ),
            models.UniqueConstraint(fields=["plant", "no"], name="quality_nonconformance_no_once"),
            models.CheckConstraint(
                name="quality_nonconformance_two_people",
                condition=models.Q(disposition="", decided_at__isnull=True)
                | (
                    ~models.Q(disposition="")
                    & models.Q(
                        decided_at__isnull=False,
                        decided_by__isnull=False,
                        second__isnull=False,
                    )
                    & ~models.Q(decided_by=models.F("second"))
                ),
            ),
            models.CheckConstraint(
                name="quality_nonconformance_decided_state",
                condition=models.Q(disposition="", state__in=["open", "review"])
                | (~models.Q(disposition="") & models.Q(state__in=["decided", "closed"])),
            ),
            models.CheckConstraint(
                name="quality_nonconformance_closed_whole",
                condition=models.Q(closed_at__isnull=True, closed_by__isnull=True)
                & ~models.Q(state="closed")
                | models.Q(closed_at__isnull=False, closed_by__isnull=False, state="closed"),
            ),
        ]

    def __str__(self) -> str:
        return self.no


class ActionKind(models.TextChoices):
    CONTAIN = "contain", _("Containment")
    CORRECT = "correct", _("Corrective")
    PREVENT = "prevent", _("Preventive")


class NcrAction(models.Model):
    """One thing to do about a nonconformance, whose and until when (CAPA)."""

    nonconformance = models.ForeignKey(
        Nonconformance, on_delete=models.PROTECT, related_name="actions"
    )
    n = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=ActionKind.choices)
    what = models.CharField(max_length=300)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    due = models.DateField()
    done_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    done_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            known("quality_ncraction_kind_known", "kind", ActionKind),
            models.UniqueConstraint(fields=["nonconformance", "n"], name="quality_ncraction_once"),
            models.CheckConstraint(
                name="quality_ncraction_done_whole",
                condition=models.Q(done_at__isnull=True, done_by__isnull=True, result="")
                | (models.Q(done_at__isnull=False, done_by__isnull=False) & ~models.Q(result="")),
            ),
        ]


class NcrEventKind(models.TextChoices):
    OPENED = "opened", _("Opened")
    CHANGED = "changed", _("Owner or due date changed")
    REVIEW = "review", _("Put before the board")
    ACTION = "action", _("Action added")
    DONE = "done", _("Action done")
    DECIDED = "decided", _("Decided")
    CARRIED = "carried", _("Carried out")
    CLOSED = "closed", _("Closed")


class NcrEvent(models.Model):
    """What happened to a nonconformance: append-only."""

    event_id = models.UUIDField(primary_key=True)
    plant_id = models.BigIntegerField()
    nonconformance_id = models.BigIntegerField()
    kind = models.CharField(max_length=8, choices=NcrEventKind.choices)
    note = models.CharField(max_length=1000, blank=True)
    person_id = models.BigIntegerField(null=True)
    second_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    received_at = models.DateTimeField(db_default=Now())
    xid = XidField(db_default=CurrentXid())

    class Meta:
        constraints = [known("quality_ncrevent_kind_known", "kind", NcrEventKind)]
        indexes = [models.Index(fields=["nonconformance_id"], name="quality_ncrevent_of")]
