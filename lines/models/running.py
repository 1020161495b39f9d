"""Running a line: escalation of calls, power outages, retests, second checks, shift handover."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lines.models.stops import Stop, StopGroup
from lines.models.units import Unit
from mes.kernel.fields import known
from plants.models import Line, Person, Plant, Role, Shift, Station


class Unless(models.TextChoices):
    """What ends the waiting of an escalation level."""

    ACKNOWLEDGED = "acknowledged", _("nobody comes")
    ENDED = "ended", _("it is not mended")


class EscalationLevel(models.Model):
    """Who is told when a call waits `minutes`; without a line for all lines, without a group any.

    The most exact rows count: of line and group, else of the line, else of the group, else of all.
    """

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(
        Line, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    group = models.CharField(max_length=10, blank=True)
    level = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=12, choices=Role.choices)
    unless = models.CharField(max_length=12, choices=Unless.choices, default=Unless.ACKNOWLEDGED)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            known("lines_escalationlevel_role_known", "role", Role),
            known("lines_escalationlevel_unless_known", "unless", Unless),
            models.CheckConstraint(
                name="lines_escalationlevel_group",
                condition=models.Q(group__in=["", *StopGroup.values]),
            ),
            models.CheckConstraint(
                name="lines_escalationlevel_positive",
                condition=models.Q(level__gte=1, level__lte=9, minutes__gte=1, minutes__lte=1440),
            ),
            models.UniqueConstraint(
                fields=["plant", "line", "group", "level"],
                condition=models.Q(active=True),
                nulls_distinct=False,
                name="lines_escalationlevel_once",
            ),
        ]


class Escalation(models.Model):
    """A call that reached a level; added once each, never changed."""

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    stop = models.ForeignKey(Stop, on_delete=models.PROTECT, related_name="escalations")
    level = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=12, choices=Role.choices)
    due_at = models.DateTimeField()
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            known("lines_escalation_role_known", "role", Role),
            models.UniqueConstraint(fields=["stop", "level"], name="lines_escalation_once"),
        ]


class PowerMode(models.TextChoices):
    DARK = "dark", _("No power")
    GENERATOR = "generator", _("On the generator")


class Outage(models.Model):
    """A window in which the grid is announced to be away; withdrawn with a reason, not deleted."""

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    no = models.CharField(max_length=24)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+", null=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    mode = models.CharField(max_length=10, choices=PowerMode.choices, default=PowerMode.DARK)
    note = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    withdraw_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            known("lines_outage_mode_known", "mode", PowerMode),
            models.UniqueConstraint(fields=["plant", "no"], name="lines_outage_no_once"),
            models.UniqueConstraint(
                fields=["plant", "line", "starts_at"],
                condition=models.Q(withdrawn_at__isnull=True),
                nulls_distinct=False,
                name="lines_outage_start_once",
            ),
            models.CheckConstraint(
                name="lines_outage_order", condition=models.Q(ends_at__gt=models.F("starts_at"))
            ),
            models.CheckConstraint(
                name="lines_outage_withdrawn_whole",
                condition=models.Q(withdrawn_at__isnull=True, withdraw_reason="")
                | (models.Q(withdrawn_at__isnull=False) & ~models.Q(withdraw_reason="")),
            ),
        ]
        indexes = [models.Index(fields=["plant", "starts_at"], name="lines_outage_starts")]


class Retest(models.Model):
    """A unit marked at a power cut: its step must be done again. Added, never changed.

    It is worked off when `Unit.retest` no longer names the position. `cut` is the event id of the
    marking, the same for all units of one cut.
    """

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    cut = models.UUIDField()
    cut_at = models.DateTimeField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="retests")
    position = models.PositiveSmallIntegerField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cut", "unit"], name="lines_retest_once"),
        ]
        indexes = [models.Index(fields=["line", "cut_at"], name="lines_retest_cut")]


class LookKind(models.TextChoices):
    RESTART = "restart", _("Begun again after a power cut")
    CHECK = "check", _("Second check by an expert")


class Look(models.Model):
    """What a person did to a marked unit so that it may go on; added, never changed."""

    event_id = models.UUIDField(primary_key=True)
    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="looks")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=LookKind.choices)
    position = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [known("lines_look_kind_known", "kind", LookKind)]


class ShiftStart(models.Model):
    """A shift begun on a line: what was checked and who stood where; added, never changed."""

    event_id = models.UUIDField(primary_key=True)
    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="+")
    checks = ArrayField(models.CharField(max_length=24), default=list)
    crew = models.JSONField(default=list)
    note = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "shift"], name="lines_shiftstart_once")
        ]


class Handover(models.Model):
    """A shift given from one supervisor to the next, signed by both; added, never changed."""

    event_id = models.UUIDField(primary_key=True)
    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    no = models.CharField(max_length=24)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="+")
    as_of = models.DateTimeField()
    figures = models.JSONField()
    note = models.TextField(max_length=2000, blank=True)
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    taken_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plant", "no"], name="lines_handover_no_once"),
            models.UniqueConstraint(fields=["line", "shift"], name="lines_handover_shift_once"),
            models.CheckConstraint(
                name="lines_handover_two_people",
                condition=~models.Q(given_by=models.F("taken_by")),
            ),
        ]


class HandedRow(models.Model):
    """A row of a tablet's outbox that nobody could send, handed to a supervisor with its body.

    It leaves the tablet only when it stands here. Settled once, with a reason; never deleted.
    """

    event_id = models.UUIDField(primary_key=True)
    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=120)
    body = models.JSONField()
    serial = models.CharField(max_length=64, blank=True)
    why = models.CharField(max_length=300, blank=True)
    scanned_by = models.CharField(max_length=80, blank=True)
    scanned_at = models.DateTimeField(null=True)
    handed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    handed_at = models.DateTimeField(db_default=Now())
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    settle_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="lines_handedrow_settled_whole",
                condition=models.Q(
                    settled_at__isnull=True, settled_by__isnull=True, settle_reason=""
                )
                | (
                    models.Q(settled_at__isnull=False, settled_by__isnull=False)
                    & ~models.Q(settle_reason="")
                ),
            )
        ]
        indexes = [
            models.Index(
                fields=["plant"],
                name="lines_handedrow_open",
                condition=models.Q(settled_at__isnull=True),
            )
        ]
