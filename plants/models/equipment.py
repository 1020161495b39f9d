"""What measures and what holds the unit: due dates, and how often a fixture was used."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mes.kernel.fields import known
from plants.models.people import Person
from plants.models.sites import Plant, Station


class AssetKind(models.TextChoices):
    INSTRUMENT = "instrument", _("Instrument")
    FIXTURE = "fixture", _("Fixture")


class PhysicalAsset(models.Model):
    """ISA-95 *PhysicalAsset*. With `interval_days` it is not used past `due_on` (its last day).

    `max_uses` is of each slot of a fixture; who services it begins the count anew. `due_on` is a
    copy of the newest passing calibration's, so that a station's facts read one row.
    """

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+", null=True)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=AssetKind.choices)
    maker_no = models.CharField(max_length=60, blank=True, help_text=_("Serial number."))
    interval_days = models.PositiveSmallIntegerField(null=True)
    due_on = models.DateField(null=True)
    max_uses = models.PositiveIntegerField(null=True)
    counted_until = models.DateTimeField(default=timezone.now)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            known("plants_physicalasset_kind_known", "kind", AssetKind),
            models.UniqueConstraint(fields=["plant", "code"], name="plants_physicalasset_once"),
        ]

    def __str__(self) -> str:
        return self.code


class AssetUse(models.Model):
    """Uses of one slot since its last service, folded from the test records every minute."""

    asset = models.ForeignKey(PhysicalAsset, on_delete=models.PROTECT, related_name="uses")
    slot = models.CharField(max_length=12, blank=True)
    uses = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asset", "slot"], name="plants_assetuse_once")
        ]


class CalibrationResult(models.TextChoices):
    PASSED = "passed", _("Passed")
    FAILED = "failed", _("Failed")
    SERVICED = "serviced", _("Serviced")


class CalibrationRecord(models.Model):
    """One calibration or service; added, never changed. `due_on`: the last day it holds."""

    event_id = models.UUIDField(primary_key=True)
    asset = models.ForeignKey(PhysicalAsset, on_delete=models.PROTECT, related_name="records")
    result = models.CharField(max_length=8, choices=CalibrationResult.choices)
    made_on = models.DateField()
    due_on = models.DateField(null=True)
    certificate = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=200, blank=True)
    uses = models.JSONField(null=True, help_text=_("Uses by slot when it was serviced."))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            known("plants_calibrationrecord_result_known", "result", CalibrationResult),
            models.CheckConstraint(
                name="plants_calibrationrecord_due_after",
                condition=models.Q(due_on__isnull=True) | models.Q(due_on__gte=models.F("made_on")),
            ),
        ]
