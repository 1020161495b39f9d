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


class DefectCode(models.Model):
    """CFX *Symptom* and *Defect* codes in one catalogue; `returns_to` is the step after repair."""

    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=80)
    name_ur = models.CharField(max_length=80, blank=True)
    grade = models.CharField(max_length=8, choices=DefectClass.choices, default=DefectClass.MAJOR)
    icon = models.CharField(max_length=24, blank=True)
    operations = models.ManyToManyField(Operation, blank=True, related_name="+")
    returns_to = models.ForeignKey(
        Operation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [known("quality_defectcode_grade_known", "grade", DefectClass)]

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


class Repair(models.Model):
    """CFX *Repair*: open while `result` is empty; closing sends the unit to `return_position`."""

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    no = models.CharField(max_length=24)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    failed_position = models.SmallIntegerField()
    cause = models.ForeignKey(DefectCode, on_delete=models.PROTECT, related_name="+", null=True)
    action = models.CharField(max_length=200, blank=True)
    result = models.CharField(max_length=10, choices=RepairResult.choices, blank=True)
    return_position = models.SmallIntegerField(null=True)
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    opened_at = models.DateTimeField(db_default=Now())
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
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
