"""Yields, summed from the move ledger behind a watermark: never the truth itself."""

from django.db import models

from mes.kernel.fields import XidField


class YieldCounts(models.Model):
    """Units by their first run at a test, and closed repairs by the run that sent them there.

    `entered` ISO 22400 IP and `first_run` GP; `before_repair` and `final` passed later;
    `retested` ran again before any repair; `reworked` were repaired before they passed;
    `scrapped` ended at this step; `runs` and `fails` are all their runs there. `closed` repairs
    stand at the run that failed, `ntf` of them found nothing. `day` is the local day of the
    shift, else of the run.
    """

    plant_id = models.BigIntegerField()
    line_id = models.BigIntegerField()
    station_id = models.BigIntegerField()
    order_id = models.BigIntegerField()
    shift_id = models.BigIntegerField(default=0)
    day = models.DateField()
    entered = models.IntegerField(default=0)
    first_run = models.IntegerField(default=0)
    before_repair = models.IntegerField(default=0)
    final = models.IntegerField(default=0)
    retested = models.IntegerField(default=0)
    reworked = models.IntegerField(default=0)
    scrapped = models.IntegerField(default=0)
    runs = models.IntegerField(default=0)
    fails = models.IntegerField(default=0)
    closed = models.IntegerField(default=0)
    ntf = models.IntegerField(default=0)

    class Meta:
        abstract = True


class YieldSum(YieldCounts):
    """By day, fixture and slot: what a year is read from."""

    fixture = models.CharField(max_length=40, blank=True, default="")
    slot = models.CharField(max_length=12, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plant_id", "day", "station_id", "order_id", "shift_id", "fixture", "slot"],
                name="quality_yieldsum_once",
            ),
        ]


class YieldHour(YieldCounts):
    """By hour: for reports by the hour, and to find the units of a figure without a long walk."""

    hour = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plant_id", "hour", "day", "station_id", "order_id", "shift_id"],
                name="quality_yieldhour_once",
            ),
        ]


class YieldMark(models.Model):
    """One row: moves of transactions below `xid_below` are in the sums, and were judged."""

    id = models.SmallIntegerField(primary_key=True)
    xid_below = XidField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="quality_yieldmark_known", condition=models.Q(pk__in=[1, 2])
            )
        ]
