"""Test records: always stored when the sender is known; `counted` says whether one moved a unit."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mes.kernel.fields import CurrentXid, XidField, known


class Outcome(models.TextChoices):
    """CFX *TestResult*; TIMEOUT is OpenHTF's."""

    PASSED = "passed", _("Passed")
    FAILED = "failed", _("Failed")
    ERROR = "error", _("Error")
    ABORTED = "aborted", _("Aborted")
    TIMEOUT = "timeout", _("Timed out")


class TestRecord(models.Model):
    """One run of one plan on one unit (CFX *TestedUnit*). Its id is the client's `event_id`.

    `values` follow the plan's steps (NaN: not measured); `texts` hold the text steps by name;
    `extras` what the plan does not know, kept and shown. Names and limits live in the plan.
    """

    __test__ = False

    event_id = models.UUIDField(primary_key=True)
    plant_id = models.BigIntegerField()
    station_id = models.BigIntegerField()
    unit_id = models.BigIntegerField(null=True)
    plan_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    token_id = models.BigIntegerField(null=True)
    run = models.SmallIntegerField(default=1)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    counted = models.BooleanField()
    code = models.CharField(max_length=40, blank=True, help_text=_("Why it did not count."))
    failed_step = models.SmallIntegerField(null=True)
    program = models.CharField(max_length=60, blank=True)
    program_version = models.CharField(max_length=30, blank=True)
    fixture = models.CharField(max_length=40, blank=True)
    slot = models.CharField(max_length=12, blank=True)
    identifier = models.CharField(max_length=60, blank=True)
    values = ArrayField(models.FloatField(), default=list)
    texts = models.JSONField(null=True)
    extras = models.JSONField(null=True)
    seconds = models.FloatField(null=True)
    at = models.DateTimeField()
    received_at = models.DateTimeField(db_default=Now())
    xid = XidField(db_default=CurrentXid())
    body_hash = models.BinaryField(max_length=16)

    class Meta:
        constraints = [known("quality_testrecord_outcome_known", "outcome", Outcome)]
        indexes = [
            models.Index(
                fields=["unit_id"],
                name="quality_testrecord_unit",
                condition=models.Q(unit_id__isnull=False),
            ),
            BrinIndex(fields=["at"], name="quality_testrecord_at_brin", autosummarize=True),
            models.Index(fields=["xid"], name="quality_testrecord_xid"),
        ]
