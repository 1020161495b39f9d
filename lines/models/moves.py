"""The move ledger: what every number on every board is summed from."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mes.kernel.fields import CurrentXid, XidField, known


class MoveKind(models.TextChoices):
    """CFX: WorkStarted, WorkCompleted, UnitsTested, UnitsRepaired, UnitsDisqualified."""

    START = "start", _("Started")
    PASS = "pass", _("Passed")
    FAIL = "fail", _("Failed")
    REPAIR = "repair", _("Back from repair")
    UNDO = "undo", _("Undone")
    UNPACK = "unpack", _("Taken out of its carton")
    SCRAP = "scrap", _("Scrapped")
    REVIEW = "review", _("Late and out of order")
    SHIP = "ship", _("Shipped")
    RETURN = "return", _("Came back")
    REWORK = "rework", _("Back to the line after a return")
    STOCK = "stock", _("Back in stock")


class Move(models.Model):
    """One thing that happened to one unit at one station. Its id is the client's `event_id`.

    `at` is business time: device time corrected by the measured offset when within 24 h, else
    receive time and `clock_off`. `run` is the attempt this row is (1 the first). `output` marks
    the step at which a unit counts as made; an undo of it carries `output` with kind `undo`.
    What happens at the dock (ship, return, rework, stock) has station 0 and the unit's own line.
    Integer columns and no foreign keys: 25 rows a unit, 75 million a year.
    """

    event_id = models.UUIDField(primary_key=True)
    plant_id = models.BigIntegerField()
    line_id = models.BigIntegerField()
    station_id = models.BigIntegerField()
    unit_id = models.BigIntegerField()
    order_id = models.BigIntegerField()
    person_id = models.BigIntegerField(null=True)
    token_id = models.BigIntegerField(null=True)
    position = models.SmallIntegerField()
    run = models.SmallIntegerField(default=1)
    kind = models.CharField(max_length=6, choices=MoveKind.choices)
    output = models.BooleanField(default=False)
    late = models.BooleanField(default=False)
    clock_off = models.BooleanField(default=False)
    at = models.DateTimeField()
    device_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(db_default=Now())
    xid = XidField(db_default=CurrentXid())
    body_hash = models.BinaryField(max_length=16)

    class Meta:
        constraints = [known("lines_move_kind_known", "kind", MoveKind)]
        indexes = [
            models.Index(fields=["unit_id"], name="lines_move_unit"),
            models.Index(fields=["line_id", "received_at"], name="lines_move_line_received"),
            BrinIndex(fields=["at"], name="lines_move_at_brin", autosummarize=True),
            models.Index(fields=["xid"], name="lines_move_xid"),
            # A repaired unit's later runs are no first runs; few units have such a row.
            models.Index(
                fields=["unit_id"],
                name="lines_move_repair",
                condition=models.Q(kind="repair"),
            ),
            # One row in fourteen: what was made when, for a figure that opens into its units.
            models.Index(
                fields=["line_id", "at"],
                name="lines_move_output",
                condition=models.Q(output=True),
            ),
        ]
