"""Where work happens. ISA-95 (IEC 62264) terms stand in the docstrings."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from mes.kernel.fields import known


class Plant(models.Model):
    """ISA-95 *Site*: one address, one calendar, one wall that nobody sees over."""

    code = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=80)
    city = models.CharField(max_length=60, blank=True)
    timezone = models.CharField(max_length=40, default="Asia/Karachi")
    day_rating = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("Units a single shift is rated for, a day.")
    )
    # Rises with every change of who may do what: the scan path reads those facts when it moved.
    crew_version = models.BigIntegerField(default=0, db_default=0, editable=False)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Area(models.Model):
    """ISA-95 *Area*: a hall or floor of the plant."""

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="areas")
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plant", "code"], name="plants_area_code_once")
        ]

    def __str__(self) -> str:
        return self.code


class Line(models.Model):
    """ISA-95 *WorkCenter* (production line)."""

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="lines")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="lines")
    code = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=80)
    uph = models.PositiveIntegerField(help_text=_("Planned good units an hour of working time."))
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(name="plants_line_uph_positive", condition=models.Q(uph__gt=0))
        ]

    def __str__(self) -> str:
        return self.code


class OperationKind(models.TextChoices):
    """What happens at a step of this operation, and so which call moves a unit through it."""

    START = "start", _("Line input")
    MOVE = "move", _("Assembly or check by scan")
    TEST = "test", _("Test with a record")
    IMEI_WRITE = "imei_write", _("IMEI write")
    IMEI_CHECK = "imei_check", _("IMEI confirm")
    BOX = "box", _("Gift box")
    CARTON = "carton", _("Carton")


class Operation(models.Model):
    """ISA-95 *ProcessSegment*: what a route step does, at whichever station of it is free."""

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=80)
    name_ur = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=12, choices=OperationKind.choices)
    timed = models.BooleanField(
        default=False,
        db_default=False,
        help_text=_("Runs for a time (ageing): a power cut spoils what is in it."),
    )

    class Meta:
        constraints = [known("plants_operation_kind_known", "kind", OperationKind)]

    def __str__(self) -> str:
        return self.code


class OfflinePolicy(models.TextChoices):
    BLOCK = "block", _("Stop when the server is away")
    BUFFER = "buffer", _("Save and check later")


class Station(models.Model):
    """ISA-95 *WorkUnit* (work cell). `external_ids`: what its rigs call themselves."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="stations")
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="stations")
    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    external_ids = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    offline_policy = models.CharField(
        max_length=8, choices=OfflinePolicy.choices, default=OfflinePolicy.BUFFER
    )
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            known("plants_station_offline_policy_known", "offline_policy", OfflinePolicy)
        ]

    def __str__(self) -> str:
        return self.code
