"""The phone on the line: where it stands, what it is called, what is built into it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lines.models.orders import WorkOrder
from mes.kernel.fields import known
from plants.models import Line, Person, Plant, ProductVariant, Route, Station


class UnitState(models.TextChoices):
    IN_PROCESS = "in_process", _("In process")
    IN_REPAIR = "in_repair", _("In repair")
    PACKED = "packed", _("Packed")
    SHIPPED = "shipped", _("Shipped")
    RETURNED = "returned", _("Returned")
    SCRAPPED = "scrapped", _("Scrapped")


class Unit(models.Model):
    """One device from line input on (CFX *Unit*).

    `done` is the route position last passed (0: none); the next step is the first above it.
    `run` counts the failed runs at that next step in this repair cycle; `repairs` the cycles.
    `retest` is the position that a power cut put in doubt, `check_due` the one at which a learner
    worked and no expert has looked yet (0: none). `gates` are the clearances of the unit.
    `version` rises with every change of place, gate or hold: the scan path writes only on the
    version it read. No index holds a column that a scan changes, so that PostgreSQL rewrites the
    row alone (heap-only tuples, room left in each page).
    """

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+", db_index=False)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+", db_index=False)
    order = models.ForeignKey(
        WorkOrder, on_delete=models.PROTECT, related_name="units", db_index=False
    )
    variant = models.ForeignKey(
        ProductVariant, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    route = models.ForeignKey(Route, on_delete=models.PROTECT, related_name="+", db_index=False)
    serial = models.CharField(max_length=32)
    state = models.CharField(max_length=10, choices=UnitState.choices, default=UnitState.IN_PROCESS)
    done = models.PositiveSmallIntegerField(default=0)
    run = models.PositiveSmallIntegerField(default=0)
    repairs = models.PositiveSmallIntegerField(default=0)
    gates = ArrayField(models.CharField(max_length=16), default=list)
    retest = models.PositiveSmallIntegerField(default=0, db_default=0)
    check_due = models.PositiveSmallIntegerField(default=0, db_default=0)
    version = models.IntegerField(default=0)
    box = models.ForeignKey(
        "lines.HandlingUnit",
        on_delete=models.PROTECT,
        related_name="units",
        null=True,
        db_index=False,
    )
    started_at = models.DateTimeField()

    class Meta:
        constraints = [
            known("lines_unit_state_known", "state", UnitState),
            models.UniqueConstraint(fields=["plant", "serial"], name="lines_unit_serial_once"),
        ]
        indexes = [
            models.Index(fields=["order"], name="lines_unit_order"),
            models.Index(
                fields=["line"],
                name="lines_unit_wip",
                condition=models.Q(state__in=["in_process", "in_repair"]),
            ),
            models.Index(
                fields=["box"], name="lines_unit_box", condition=models.Q(box__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.serial


class IdentifierKind(models.TextChoices):
    SN = "sn", _("Serial")
    BOARD_SN = "board_sn", _("Board serial")
    IMEI1 = "imei1", "IMEI 1"
    IMEI2 = "imei2", "IMEI 2"
    IMEI3 = "imei3", "IMEI 3"
    IMEI4 = "imei4", "IMEI 4"
    WIFI_MAC = "wifi_mac", "Wi-Fi MAC"
    BT_MAC = "bt_mac", "Bluetooth MAC"
    EID = "eid", "EID"


class Identifier(models.Model):
    """What a scanner may read to mean a unit. A retired one still finds its unit's history."""

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="identifiers")
    kind = models.CharField(max_length=10, choices=IdentifierKind.choices)
    value = models.CharField(max_length=40)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            known("lines_identifier_kind_known", "kind", IdentifierKind),
            models.UniqueConstraint(fields=["plant", "value"], name="lines_identifier_value_once"),
            models.UniqueConstraint(
                fields=["unit", "kind"],
                condition=models.Q(retired_at__isnull=True),
                name="lines_identifier_kind_once",
            ),
        ]


class RemovedTo(models.TextChoices):
    NOT_SAID = "", _("Not said")
    SCRAP = "scrap", _("Scrap")
    STORE = "store", _("Back to the store")
    LINE = "line", _("Kept at the line")


class InstalledPart(models.Model):
    """CFX *InstalledComponent*: a serial, a lot or both at a named position.

    In and out by an event; what was taken out went to scrap, to the store or stays at the line.
    """

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="parts")
    position = models.CharField(max_length=20)
    serial = models.CharField(max_length=60, blank=True)
    lot = models.CharField(max_length=60, blank=True)
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    event_id = models.UUIDField()
    bound_at = models.DateTimeField(db_default=Now())
    removed_at = models.DateTimeField(null=True)
    removed_event = models.UUIDField(null=True)
    removed_reason = models.CharField(max_length=200, blank=True)
    removed_to = models.CharField(
        max_length=6, choices=RemovedTo.choices, blank=True, default="", db_default=""
    )

    class Meta:
        constraints = [
            known("lines_installedpart_removed_to_known", "removed_to", RemovedTo),
            models.UniqueConstraint(
                fields=["plant", "position", "serial"],
                condition=(models.Q(removed_at__isnull=True) | models.Q(removed_to="scrap"))
                & ~models.Q(serial=""),
                name="lines_installedpart_serial_lives_once",
            ),
            models.UniqueConstraint(
                fields=["unit", "position"],
                condition=models.Q(removed_at__isnull=True),
                name="lines_installedpart_position_once",
            ),
            models.CheckConstraint(
                name="lines_installedpart_serial_or_lot",
                condition=~models.Q(serial="", lot=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["lot"],
                name="lines_installedpart_lot",
                condition=models.Q(removed_at__isnull=True) & ~models.Q(lot=""),
            ),
        ]


class ClearanceSubject(models.TextChoices):
    ORDER = "order", _("Order on a line")
    LINE = "line", _("Line")
    STATION = "station", _("Station")


class Clearance(models.Model):
    """A gate granted to something other than a unit; a unit's own gates stand in `Unit.gates`."""

    subject = models.CharField(max_length=8, choices=ClearanceSubject.choices)
    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="+", null=True)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+", null=True)
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+", null=True)
    gate = models.CharField(max_length=16)
    granted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    granted_at = models.DateTimeField(db_default=Now())
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            known("lines_clearance_subject_known", "subject", ClearanceSubject),
            models.UniqueConstraint(
                fields=["subject", "order", "line", "station", "gate"],
                condition=models.Q(revoked_at__isnull=True),
                nulls_distinct=False,
                name="lines_clearance_open_once",
            ),
        ]
