"""Sums of the move ledger, folded behind a watermark, rebuilt nightly: never the truth itself."""

from django.db import models

from mes.kernel.fields import XidField


class Tally(models.Model):
    """What passed one station for one order in one hour of one shift (`shift` 0: unscheduled).

    `runs` all runs, `passes` and `fails` of them; `first_runs` and `first_passes` attempt 1 only
    (ISO 22400 IP and GP); `output` units made less undone; `started` units begun.
    """

    plant_id = models.BigIntegerField()
    line_id = models.BigIntegerField()
    station_id = models.BigIntegerField()
    order_id = models.BigIntegerField()
    shift_id = models.BigIntegerField(default=0)
    hour = models.DateTimeField()
    passes = models.IntegerField(default=0)
    fails = models.IntegerField(default=0)
    first_runs = models.IntegerField(default=0)
    first_passes = models.IntegerField(default=0)
    output = models.IntegerField(default=0)
    started = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line_id", "hour", "station_id", "order_id", "shift_id"],
                name="lines_tally_once",
            )
        ]
        indexes = [
            models.Index(fields=["plant_id", "hour"], name="lines_tally_plant_hour"),
            models.Index(fields=["shift_id"], name="lines_tally_shift"),
            # A year of output is read from the few rows of the stations where it is made.
            models.Index(
                fields=["plant_id", "hour"],
                name="lines_tally_output",
                condition=~models.Q(output=0),
            ),
        ]


class TallyMark(models.Model):
    """One row: moves written by transactions below `xid_below` are in the tallies."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    xid_below = XidField()
    received_before = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="lines_tallymark_one_row", condition=models.Q(pk=1))
        ]
