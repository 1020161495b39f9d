"""Stops and calls for help: one life each, raised → acknowledged → ended, timed by the server."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mes.kernel.fields import known
from plants.models import Line, Person, Plant, Station


class StopGroup(models.TextChoices):
    """First level of the reason tree; `power` is load-shedding and its kin."""

    MACHINE = "machine", _("Machine")
    MATERIAL = "material", _("Material")
    QUALITY = "quality", _("Quality")
    PEOPLE = "people", _("People")
    POWER = "power", _("Power")
    OTHER = "other", _("Other")


class StopReason(models.Model):
    """Second level. ISO 22400: malfunctions count as ADET, missing input as ADOT."""

    code = models.CharField(max_length=24, unique=True)
    group = models.CharField(max_length=10, choices=StopGroup.choices)
    name = models.CharField(max_length=80)
    name_ur = models.CharField(max_length=80, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [known("lines_stopreason_group_known", "group", StopGroup)]

    def __str__(self) -> str:
        return self.code


class Stop(models.Model):
    """A stop (`halts` the line) or a call for help that does not. Columns are written once each."""

    event_id = models.UUIDField(primary_key=True)
    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    no = models.CharField(max_length=24)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="stops")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+", null=True)
    group = models.CharField(max_length=10, choices=StopGroup.choices)
    halts = models.BooleanField(default=True)
    note = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField()
    raised_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    reason = models.ForeignKey(StopReason, on_delete=models.PROTECT, related_name="+", null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    received_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            known("lines_stop_group_known", "group", StopGroup),
            models.UniqueConstraint(fields=["plant", "no"], name="lines_stop_no_once"),
            models.UniqueConstraint(
                fields=["line", "station", "group"],
                condition=models.Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="lines_stop_open_once",
            ),
            models.CheckConstraint(
                name="lines_stop_order",
                condition=models.Q(ended_at__isnull=True)
                | models.Q(ended_at__gte=models.F("started_at")),
            ),
        ]
        indexes = [models.Index(fields=["line", "started_at"], name="lines_stop_line_started")]


class HourReason(models.Model):
    """Why an hour missed its plan, as the supervisor said; added, never changed."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    hour = models.DateTimeField()
    reason = models.ForeignKey(StopReason, on_delete=models.PROTECT, related_name="+")
    units = models.PositiveIntegerField(null=True)
    note = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["line", "hour"], name="lines_hourreason_hour")]
