"""Acceptance sampling: plans, the state of each switching rule, and its evidence."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mes.kernel.fields import known
from plants.models import Person, Plant
from quality.models.defects import DefectClass


class InspectionKind(models.TextChoices):
    IQC = "iqc", _("Incoming")
    OQC = "oqc", _("Outgoing")
    OBA = "oba", _("Out of box")


class InspectionLevel(models.TextChoices):
    S1 = "S-1", "S-1"
    S2 = "S-2", "S-2"
    S3 = "S-3", "S-3"
    S4 = "S-4", "S-4"
    I = "I", "I"  # noqa: E741  (the standard's name)
    II = "II", "II"
    III = "III", "III"


class Aql(models.TextChoices):
    """Acceptance quality limits, percent nonconforming; 0 is *accept none*, by rule of trade."""

    ZERO = "0", "0"
    A0065 = "0.065", "0.065"
    A010 = "0.10", "0.10"
    A015 = "0.15", "0.15"
    A025 = "0.25", "0.25"
    A040 = "0.40", "0.40"
    A065 = "0.65", "0.65"
    A1 = "1.0", "1.0"
    A15 = "1.5", "1.5"
    A25 = "2.5", "2.5"


class Severity(models.TextChoices):
    NORMAL = "normal", _("Normal")
    TIGHTENED = "tightened", _("Tightened")
    DISCONTINUED = "discontinued", _("Discontinued")


class SwitchRule(models.TextChoices):
    TWO_OF_FIVE = "two_of_five", _("2 of 5 lots not accepted")
    FIVE_ACCEPTED = "five_accepted", _("5 lots in a row accepted")
    FIVE_REJECTED = "five_rejected", _("5 lots not accepted on tightened")
    CORRECTED = "corrected", _("Corrective action taken")


class SamplingPlan(models.Model):
    """Level and AQLs of a kind of inspection; the last version of a `subject` is in force.

    `subject` is a model's code or a part number; empty for whatever has no plan of its own.
    Rows are added, never changed; a lot keeps the plan it was opened with.
    """

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=3, choices=InspectionKind.choices)
    subject = models.CharField(max_length=60, blank=True)
    version = models.PositiveIntegerField()
    level = models.CharField(max_length=3, choices=InspectionLevel.choices)
    critical = models.CharField(max_length=5, choices=Aql.choices)
    major = models.CharField(max_length=5, choices=Aql.choices)
    minor = models.CharField(max_length=5, choices=Aql.choices)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            known("quality_samplingplan_kind_known", "kind", InspectionKind),
            known("quality_samplingplan_level_known", "level", InspectionLevel),
            known("quality_samplingplan_critical_known", "critical", Aql),
            known("quality_samplingplan_major_known", "major", Aql),
            known("quality_samplingplan_minor_known", "minor", Aql),
            models.UniqueConstraint(
                fields=["plant", "kind", "subject", "version"],
                name="quality_samplingplan_version_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject or '*'} v{self.version}"


class SeveritySwitch(models.Model):
    """One switch of severity for one class of defect of one subject; rows are added only.

    `lots` are the lots that brought it, as `[number, accepted]`; the last row tells the severity.
    """

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=3, choices=InspectionKind.choices)
    subject = models.CharField(max_length=60)
    grade = models.CharField(max_length=8, choices=DefectClass.choices)
    was = models.CharField(max_length=12, choices=Severity.choices)
    now = models.CharField(max_length=12, choices=Severity.choices)
    rule = models.CharField(max_length=13, choices=SwitchRule.choices)
    lots = models.JSONField(default=list)
    lot = models.ForeignKey(
        "quality.InspectionLot", on_delete=models.PROTECT, related_name="switches", null=True
    )
    reason = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            known("quality_severityswitch_kind_known", "kind", InspectionKind),
            known("quality_severityswitch_grade_known", "grade", DefectClass),
            known("quality_severityswitch_was_known", "was", Severity),
            known("quality_severityswitch_now_known", "now", Severity),
            known("quality_severityswitch_rule_known", "rule", SwitchRule),
            models.UniqueConstraint(
                fields=["lot", "grade"],
                condition=models.Q(lot__isnull=False),
                name="quality_severityswitch_lot_once",
            ),
            models.CheckConstraint(
                name="quality_severityswitch_moves", condition=~models.Q(was=models.F("now"))
            ),
            models.CheckConstraint(
                name="quality_severityswitch_grounds",
                condition=(models.Q(rule="corrected", lot__isnull=True) & ~models.Q(reason=""))
                | (~models.Q(rule="corrected") & models.Q(lot__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["plant", "kind", "subject", "grade", "-id"], name="quality_switch_last"
            ),
        ]
