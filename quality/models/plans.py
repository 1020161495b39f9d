"""What a test must measure. A released plan is frozen; a change is a new version."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from mes.kernel.fields import known
from plants.models import Operation, Person, ProductModel


class PlanState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    RELEASED = "released", _("Released")
    RETIRED = "retired", _("Retired")


class TestPlan(models.Model):
    """ISA-95 *TestSpecification* of a model at an operation; `program` locks the rig's script.

    `market` (ISO 3166 alpha-2) narrows it; the plan of no market holds where none is narrower.
    """

    __test__ = False

    model = models.ForeignKey(ProductModel, on_delete=models.PROTECT, related_name="+")
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="+")
    market = models.CharField(max_length=2, blank=True)
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    program = models.CharField(max_length=60, blank=True)
    program_version = models.CharField(max_length=30, blank=True)
    drafted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    released_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            known("quality_testplan_state_known", "state", PlanState),
            models.UniqueConstraint(
                fields=["model", "operation", "version"], name="quality_testplan_version_once"
            ),
            models.UniqueConstraint(
                fields=["model", "operation", "market"],
                condition=models.Q(state="released"),
                name="quality_testplan_one_released",
            ),
            models.CheckConstraint(
                name="quality_testplan_two_people",
                condition=models.Q(drafted_by__isnull=True)
                | models.Q(released_by__isnull=True)
                | ~models.Q(drafted_by=models.F("released_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.operation} v{self.version}"


class StepKind(models.TextChoices):
    NUMERIC = "numeric", _("Number")
    BOOLEAN = "boolean", _("Yes or no")
    TEXT = "text", _("Text")
    ARRAY = "array", _("List of numbers")
    FILE = "file", _("Attachment")


class Comparison(models.TextChoices):
    """CFX *ComparisonOperator*; a limit left open makes it one-sided (GELE without high is GE)."""

    GELE = "GELE", "≥ … ≤"
    GELT = "GELT", "≥ … <"
    GTLE = "GTLE", "> … ≤"
    GTLT = "GTLT", "> … <"
    EQ = "EQ", "="
    NE = "NE", "≠"
    LOG = "LOG", _("only kept")


class PlanStep(models.Model):
    """One measurement: `low` and `high` by `comparison`, either may be open (EQ and NE: `low`).

    A text is one of `expected` or matches `pattern` whole. Each value of a list must be within
    the limits; `dimensions` name its columns, the last one is judged.
    Values of a record stand in `TestRecord.values` at index `seq - 1` (1.0 or 0.0 when no number).
    """

    plan = models.ForeignKey(TestPlan, on_delete=models.PROTECT, related_name="steps")
    seq = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    label = models.CharField(max_length=80)
    label_ur = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=8, choices=StepKind.choices)
    unit = models.CharField(max_length=12, blank=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    expected = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    comparison = models.CharField(max_length=4, choices=Comparison.choices, default=Comparison.GELE)
    pattern = models.CharField(max_length=120, blank=True)
    dimensions = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    defect = models.CharField(max_length=24, blank=True, help_text=_("Default defect code."))

    class Meta:
        ordering = ["plan", "seq"]
        constraints = [
            known("quality_planstep_kind_known", "kind", StepKind),
            known("quality_planstep_comparison_known", "comparison", Comparison),
            models.UniqueConstraint(fields=["plan", "seq"], name="quality_planstep_seq_once"),
            models.UniqueConstraint(fields=["plan", "name"], name="quality_planstep_name_once"),
            models.CheckConstraint(
                name="quality_planstep_limits_order",
                condition=models.Q(low__isnull=True)
                | models.Q(high__isnull=True)
                | models.Q(low__lte=models.F("high")),
            ),
        ]
