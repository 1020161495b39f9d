"""What lies in the store and at the lines: lots, places, and the one ledger of pieces moved."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mes.kernel.fields import known
from plants.models import BomLine, Line, Part, PartOrigin, Person, Plant


class PlaceKind(models.TextChoices):
    STORE = "store", _("Store")
    QUARANTINE = "quarantine", _("Quarantine")
    DAMAGED = "damaged", _("Arrived damaged")
    LINE_SIDE = "line_side", _("Line side")
    SCRAP = "scrap", _("Scrap")


class StockPlace(models.Model):
    """ISA-95 *StorageZone* or *StorageUnit*: a bin of the store, the side of a line, scrap.

    Picking walks the store by `rank`, then `code`.
    """

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=24)
    name = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=10, choices=PlaceKind.choices)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+", null=True)
    rank = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            known("lines_stockplace_kind_known", "kind", PlaceKind),
            models.UniqueConstraint(fields=["plant", "code"], name="lines_stockplace_code_once"),
            models.CheckConstraint(
                name="lines_stockplace_line",
                condition=models.Q(kind="line_side", line__isnull=False)
                | (~models.Q(kind="line_side") & models.Q(line__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class LotStatus(models.TextChoices):
    INSPECTION_PENDING = "inspection_pending", _("Waits for inspection")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")


class MaterialLot(models.Model):
    """ISA-95 *MaterialLot*: one supplier lot of a part, of a consignment or bought locally.

    Not issued while it waits for inspection, is rejected, held, or past `expires_on` (the last
    day it may be used, in the plant's zone).
    """

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    no = models.CharField(max_length=24, unique=True)
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="+")
    consignment = models.ForeignKey(
        "lines.Consignment", on_delete=models.PROTECT, related_name="material", null=True
    )
    supplier = models.CharField(max_length=80, blank=True)
    supplier_lot = models.CharField(max_length=40, blank=True)
    purchase = models.CharField(
        max_length=40, blank=True, help_text=_("Local purchase order or bill.")
    )
    origin = models.CharField(max_length=8, choices=PartOrigin.choices, default=PartOrigin.IMPORTED)
    expires_on = models.DateField(null=True, blank=True)
    unit_value = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    status = models.CharField(max_length=20, choices=LotStatus.choices, default=LotStatus.ACCEPTED)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            known("lines_materiallot_status_known", "status", LotStatus),
            known("lines_materiallot_origin_known", "origin", PartOrigin),
            models.UniqueConstraint(
                fields=["consignment", "part", "supplier_lot"],
                condition=models.Q(consignment__isnull=False),
                name="lines_materiallot_listed_once",
            ),
            models.CheckConstraint(
                name="lines_materiallot_source",
                condition=models.Q(consignment__isnull=False, purchase="")
                | (models.Q(consignment__isnull=True) & ~models.Q(purchase="")),
            ),
            models.CheckConstraint(
                name="lines_materiallot_value_whole",
                condition=models.Q(unit_value__isnull=True, currency="")
                | (models.Q(unit_value__isnull=False, unit_value__gte=0) & ~models.Q(currency="")),
            ),
        ]
        indexes = [
            models.Index(fields=["plant", "part"], name="lines_materiallot_part"),
            models.Index(fields=["plant", "supplier_lot"], name="lines_materiallot_theirs"),
            models.Index(
                fields=["plant", "expires_on"],
                name="lines_materiallot_expiry",
                condition=models.Q(expires_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.no


class PartMoveKind(models.TextChoices):
    """In and out of each kind is held by `lines_partmove_way`; `*` undoes the kind before it."""

    RECEIVED = "received", _("Received good")
    UNRECEIVED = "unreceived", _("Receipt taken back")
    DAMAGED = "damaged", _("Received damaged")
    UNDAMAGED = "undamaged", _("Damage taken back")
    ISSUED = "issued", _("Issued to a line")
    RETURNED = "returned", _("Returned to the store")
    MOVED = "moved", _("Moved in the store")
    SCRAPPED = "scrapped", _("Scrapped in the store")
    SENT_BACK = "sent_back", _("Sent back to the supplier")
    FOUND = "found", _("Found at a count")
    LOST = "lost", _("Missing at a count")
    BUILT = "built", _("Built in")
    UNBUILT = "unbuilt", _("Building in taken back")
    REMOVED = "removed", _("Taken out of a unit")
    UNIT_SCRAP = "unit_scrap", _("Scrapped with its unit")
    LINE_SCRAP = "line_scrap", _("Scrapped at the line")


_ARRIVES = ["received", "damaged", "found", "unbuilt", "removed", "unit_scrap"]
_LEAVES = ["unreceived", "undamaged", "sent_back", "lost", "built"]


class PartMove(models.Model):
    """ISA-95 *MaterialActual*: pieces of a lot that came, went or changed place. Added, never
    changed.

    Every figure of stock is a sum of these rows; a trigger keeps the sum by place and lot in
    `StockLevel`, which never falls below nothing. `event_id` is the act that wrote it, several
    rows may share it; `key` is the MD5 of the act, lot and ways, so that no act writes twice.
    No `from_place`: from the supplier, a unit or a count. No `to_place`: into a unit, away.
    """

    key = models.UUIDField(primary_key=True)
    event_id = models.UUIDField()
    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=PartMoveKind.choices)
    lot = models.ForeignKey(MaterialLot, on_delete=models.PROTECT, related_name="moves")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="+", db_index=False)
    from_place = models.ForeignKey(
        StockPlace, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    to_place = models.ForeignKey(
        StockPlace, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    quantity = models.PositiveIntegerField()
    consignment = models.ForeignKey(
        "lines.Consignment", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    kit_lot = models.ForeignKey(
        "lines.KitLot", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    order = models.ForeignKey(
        "lines.WorkOrder", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    unit = models.ForeignKey(
        "lines.Unit", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    bom_line = models.ForeignKey(
        BomLine,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        db_index=False,
        help_text=_("What they are in a unit; the part may be its alternate."),
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            known("lines_partmove_kind_known", "kind", PartMoveKind),
            models.CheckConstraint(
                name="lines_partmove_quantity", condition=models.Q(quantity__gt=0)
            ),
            models.CheckConstraint(
                name="lines_partmove_way",
                condition=models.Q(
                    kind__in=_ARRIVES, from_place__isnull=True, to_place__isnull=False
                )
                | models.Q(kind__in=_LEAVES, from_place__isnull=False, to_place__isnull=True)
                | (
                    ~models.Q(kind__in=[*_ARRIVES, *_LEAVES])
                    & models.Q(from_place__isnull=False, to_place__isnull=False)
                    & ~models.Q(from_place=models.F("to_place"))
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["event_id"], name="lines_partmove_event"),
            models.Index(
                fields=["from_place", "lot"],
                include=["quantity"],
                name="lines_partmove_out",
                condition=models.Q(from_place__isnull=False),
            ),
            models.Index(
                fields=["to_place", "lot"],
                include=["quantity"],
                name="lines_partmove_in",
                condition=models.Q(to_place__isnull=False),
            ),
            models.Index(
                fields=["kit_lot"],
                name="lines_partmove_kit",
                condition=models.Q(kit_lot__isnull=False),
            ),
            models.Index(
                fields=["order"],
                name="lines_partmove_order",
                condition=models.Q(order__isnull=False),
            ),
            models.Index(
                fields=["unit"],
                name="lines_partmove_unit",
                condition=models.Q(unit__isnull=False),
            ),
            models.Index(fields=["plant", "at"], name="lines_partmove_plant_at"),
        ]
