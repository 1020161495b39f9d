"""What was found wrong and what was done about it."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lines.models import Unit
from mes.kernel.fields import known
from plants.models import Operation, Person, Plant, Station


class DefectClass(models.TextChoices):
    CRITICAL = "critical", _("Critical")
    MAJOR = "major", _("Major")
    MINOR = "minor", _("Minor")


class FaultClass(models.Model):
    """What a fault is of (board, display, audio …) and the first step such a repair puts in doubt.

    A unit goes back to that operation, or to where it failed when that comes earlier.
    """

    code = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=60)
    name_ur = models.CharField(max_length=60, blank=True)
    returns_to = models.ForeignKey(
        Operation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    def __str__(self) -> str:
        return self.code


class DefectCode(models.Model):
    """CFX *Symptom* and *Defect* codes in one catalogue.

    `returns_to` is the step after repair; without one that of the code's fault class counts. A code
    merged into another is used no more: what names it is noted, and counted, under the other.
    """

    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=80)
    name_ur = models.CharField(max_length=80, blank=True)
    grade = models.CharField(max_length=8, choices=DefectClass.choices, default=DefectClass.MAJOR)
    icon = models.CharField(max_length=24, blank=True)
    operations = models.ManyToManyField(Operation, blank=True, related_name="+")
    returns_to = models.ForeignKey(
        Operation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    fault_class = models.ForeignKey(
        FaultClass, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    active = models.BooleanField(default=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="merged", null=True, blank=True
    )

    class Meta:
        constraints = [
            known("quality_defectcode_grade_known", "grade", DefectClass),
            models.CheckConstraint(
                name="quality_defectcode_merged_away",
                condition=models.Q(merged_into__isnull=True)
                | (models.Q(active=False) & ~models.Q(merged_into=models.F("id"))),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Defect(models.Model):
    """One fault found on one unit, by the test record or scan of `event_id`."""

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="defects")
    code = models.ForeignKey(DefectCode, on_delete=models.PROTECT, related_name="+")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+")
    event_id = models.UUIDField()
    location = models.CharField(max_length=20, blank=True, help_text=_("Zone or reference."))
    note = models.CharField(max_length=200, blank=True)
    found_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    found_at = models.DateTimeField(db_default=Now())
    repair = models.ForeignKey(
        "quality.Repair", on_delete=models.PROTECT, related_name="defects", null=True
    )

    class Meta:
        indexes = [
            models.Index(fields=["plant", "found_at"], name="quality_defect_found"),
        ]


class RepairResult(models.TextChoices):
    """CFX *RepairResult*, as far as a bench decides it; NTF is no trouble found."""

    REPAIRED = "repaired", _("Repaired")
    NTF = "ntf", _("No trouble found")
    SCRAP = "scrap", _("Scrap")


class RepairMethod(models.TextChoices):
    """CFX *RepairName*: what the bench did with what it found."""

    NOT_SAID = "", _("Not said")
    REPLACE = "replace", _("Part replaced")
    RESOLDER = "resolder", _("Soldered anew")
    REFLASH = "reflash", _("Flashed anew")
    CLEAN = "clean", _("Cleaned")
    ADJUST = "adjust", _("Adjusted or refitted")
    NOTHING = "nothing", _("Nothing was wrong")


class Repair(models.Model):
    """CFX *Repair*: open while `result` is empty; closing sends the unit to `return_position`."""

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    no = models.CharField(max_length=24)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    failed_position = models.SmallIntegerField()
    cause = models.ForeignKey(DefectCode, on_delete=models.PROTECT, related_name="+", null=True)
    action = models.CharField(max_length=200, blank=True)
    method = models.CharField(
        max_length=8, choices=RepairMethod.choices, blank=True, default="", db_default=""
    )
    location = models.CharField(
        max_length=20, blank=True, default="", db_default="", help_text=_("Zone or reference.")
    )
    board = models.CharField(
        max_length=40, blank=True, default="", db_default="", help_text=_("The new one's serial.")
    )
    result = models.CharField(max_length=10, choices=RepairResult.choices, blank=True)
    return_position = models.SmallIntegerField(null=True)
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    opened_at = models.DateTimeField(db_default=Now())
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    closed_at = models.DateTimeField(null=True)
    second = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        help_text=_("Who agreed to scrap it, or to burn its IMEIs."),
    )

    class Meta:
        constraints = [
            known("quality_repair_method_known", "method", RepairMethod),
            models.CheckConstraint(
                name="quality_repair_two_people",
                condition=models.Q(second__isnull=True) | ~models.Q(second=models.F("closed_by")),
            ),
            models.CheckConstraint(
                name="quality_repair_result_known",
                condition=models.Q(result__in=["", *RepairResult.values]),
            ),
            models.UniqueConstraint(fields=["plant", "no"], name="quality_repair_no_once"),
            models.UniqueConstraint(
                fields=["unit"],
                condition=models.Q(closed_at__isnull=True),
                name="quality_repair_one_open",
            ),
            models.CheckConstraint(
                name="quality_repair_closed_whole",
                condition=models.Q(closed_at__isnull=True, result="")
                | (models.Q(closed_at__isnull=False) & ~models.Q(result="")),
            ),
        ]
