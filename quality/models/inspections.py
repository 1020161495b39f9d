"""Inspection lots: what was submitted, which items were drawn, what they showed, what followed."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lines.models import HandlingUnit, KitLot, MaterialLot, Shipment, Unit
from mes.kernel.fields import known
from plants.models import Person, Plant
from quality.models.defects import DefectCode
from quality.models.sampling import InspectionKind, InspectionLevel


class InspectionState(models.TextChoices):
    OPEN = "open", _("Under inspection")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")


class InspectionLot(models.Model):
    """ISO 2859-1 *lot*: items submitted together, with the plan as it stood that moment.

    `classes` holds AQL, severity, n, Ac and Re by class of defect, `found` what was found by
    class. `before` is the rejected lot that this one resubmits: only a lot without one is
    *original inspection* and counts for switching. Items were drawn by `seed`.
    """

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    no = models.CharField(max_length=24)
    kind = models.CharField(max_length=3, choices=InspectionKind.choices)
    subject = models.CharField(max_length=60)
    material = models.ForeignKey(MaterialLot, on_delete=models.PROTECT, related_name="+", null=True)
    kit = models.ForeignKey(KitLot, on_delete=models.PROTECT, related_name="+", null=True)
    before = models.OneToOneField("self", on_delete=models.PROTECT, related_name="again", null=True)
    size = models.PositiveIntegerField()
    level = models.CharField(max_length=3, choices=InspectionLevel.choices)
    letter = models.CharField(max_length=1)
    plan_version = models.PositiveIntegerField(default=0, help_text=_("0: the plant has none."))
    classes = models.JSONField()
    sample_size = models.PositiveIntegerField()
    seed = models.CharField(max_length=16)
    state = models.CharField(
        max_length=8, choices=InspectionState.choices, default=InspectionState.OPEN
    )
    found = models.JSONField(null=True)
    note = models.CharField(max_length=200, blank=True)
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    opened_at = models.DateTimeField(db_default=Now())
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            known("quality_inspectionlot_kind_known", "kind", InspectionKind),
            known("quality_inspectionlot_level_known", "level", InspectionLevel),
            known("quality_inspectionlot_state_known", "state", InspectionState),
            models.UniqueConstraint(fields=["plant", "no"], name="quality_inspectionlot_no_once"),
            models.UniqueConstraint(
                fields=["material"],
                condition=models.Q(state="open"),
                name="quality_inspectionlot_material_once",
            ),
            models.UniqueConstraint(
                fields=["kit"],
                condition=models.Q(state="open"),
                name="quality_inspectionlot_kit_once",
            ),
            models.CheckConstraint(
                name="quality_inspectionlot_of_its_kind",
                condition=models.Q(kind="iqc", material__isnull=False, kit__isnull=True)
                | models.Q(kind="iqc", material__isnull=True, kit__isnull=False)
                | (~models.Q(kind="iqc") & models.Q(material__isnull=True, kit__isnull=True)),
            ),
            models.CheckConstraint(
                name="quality_inspectionlot_sample",
                condition=models.Q(sample_size__gt=0, sample_size__lte=models.F("size")),
            ),
            models.CheckConstraint(
                name="quality_inspectionlot_decided_whole",
                condition=models.Q(state="open", decided_at__isnull=True, found__isnull=True)
                | (
                    ~models.Q(state="open")
                    & models.Q(decided_at__isnull=False, found__isnull=False)
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["plant", "kind", "subject", "-decided_at"], name="quality_inspection_run"
            ),
        ]

    def __str__(self) -> str:
        return self.no


class InspectionCarton(models.Model):
    """A carton of a lot; `live` while the lot is under inspection, so that it is in one only."""

    lot = models.ForeignKey(InspectionLot, on_delete=models.PROTECT, related_name="cartons")
    kind = models.CharField(max_length=3, choices=InspectionKind.choices)
    carton = models.ForeignKey(HandlingUnit, on_delete=models.PROTECT, related_name="+")
    units = models.PositiveIntegerField()
    closed_at = models.DateTimeField(null=True, help_text=_("When it was closed as submitted."))
    live = models.BooleanField(default=True)

    class Meta:
        constraints = [
            known("quality_inspectioncarton_kind_known", "kind", InspectionKind),
            models.UniqueConstraint(fields=["lot", "carton"], name="quality_inspectioncarton_once"),
            models.UniqueConstraint(
                fields=["carton", "kind"],
                condition=models.Q(live=True),
                name="quality_inspectioncarton_live_once",
            ),
        ]


class ItemResult(models.TextChoices):
    """What an item showed: nothing yet, nothing wrong, or the class of its worst defect."""

    WAITING = "", _("Not inspected")
    GOOD = "good", _("Good")
    CRITICAL = "critical", _("Critical")
    MAJOR = "major", _("Major")
    MINOR = "minor", _("Minor")


class InspectionSample(models.Model):
    """The `n`-th item drawn: a unit in its carton, or a piece of incoming material."""

    lot = models.ForeignKey(InspectionLot, on_delete=models.PROTECT, related_name="samples")
    n = models.PositiveIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True)
    carton = models.ForeignKey(HandlingUnit, on_delete=models.PROTECT, related_name="+", null=True)
    result = models.CharField(
        max_length=8, choices=ItemResult.choices, default=ItemResult.WAITING, blank=True
    )
    inspected_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    inspected_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            known("quality_inspectionsample_result_known", "result", ItemResult),
            models.UniqueConstraint(fields=["lot", "n"], name="quality_inspectionsample_n_once"),
            models.UniqueConstraint(
                fields=["lot", "unit"],
                condition=models.Q(unit__isnull=False),
                name="quality_inspectionsample_unit_once",
            ),
            models.CheckConstraint(
                name="quality_inspectionsample_whole",
                condition=models.Q(result="", inspected_at__isnull=True)
                | (~models.Q(result="") & models.Q(inspected_at__isnull=False)),
            ),
        ]


class SampleDefect(models.Model):
    """One defect found on one item that was drawn. Added, never changed."""

    sample = models.ForeignKey(InspectionSample, on_delete=models.PROTECT, related_name="defects")
    code = models.ForeignKey(DefectCode, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sample", "code"], name="quality_sampledefect_once"),
        ]


class Certificate(models.Model):
    """Certificate of conformity of one export lot, as it was on the day; `facts` is its text.

    Another one is a new number. Added, never changed.
    """

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    no = models.CharField(max_length=24)
    shipment = models.ForeignKey(Shipment, on_delete=models.PROTECT, related_name="+")
    facts = models.JSONField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plant", "no"], name="quality_certificate_no_once"),
        ]

    def __str__(self) -> str:
        return self.no
