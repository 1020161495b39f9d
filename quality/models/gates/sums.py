"""Yields, summed from the move ledger behind a watermark: never the truth itself."""

from django.db import models

from mes.kernel.fields import XidField


class YieldSum(models.Model):
    """Units by their first run at a test: where, on which day, in which shift, fixture and slot.

    `entered` ISO 22400 IP and `first_run` GP; `before_repair` and `final` passed later;
    `retested` ran again before any repair; `reworked` were repaired before they passed;
    `scrapped` ended at this step. `day` is the local day of the shift, else of the run.
    """

    plant_id = models.BigIntegerField()
    line_id = models.BigIntegerField()
    station_id = models.BigIntegerField()
    order_id = models.BigIntegerField()
    shift_id = models.BigIntegerField(default=0)
    day = models.DateField()
    fixture = models.CharField(max_length=40, blank=True, default="")
    slot = models.CharField(max_length=12, blank=True, default="")
    entered = models.IntegerField(default=0)
    first_run = models.IntegerField(default=0)
    before_repair = models.IntegerField(default=0)
    final = models.IntegerField(default=0)
    retested = models.IntegerField(default=0)
    reworked = models.IntegerField(default=0)
    scrapped = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plant_id", "day", "station_id", "order_id", "shift_id", "fixture", "slot"],
                name="quality_yieldsum_once",
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
