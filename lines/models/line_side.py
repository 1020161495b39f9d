"""From the store to the line and into the units: pick lists, minimum stock, calls, back-flush."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lines.models.material import MaterialLot, PartMoveKind, StockPlace
from lines.models.orders import WorkOrder
from mes.kernel.fields import XidField, known
from plants.models import Bom, BomLine, Line, Part, Person, Plant


class StockLevel(models.Model):
    """Pieces of a lot that lie at a place: the sum of the part ledger, kept by its trigger.

    Never below nothing: whoever would take what another took a moment ago is refused here.
    """

    place = models.ForeignKey(
        StockPlace, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    lot = models.ForeignKey(MaterialLot, on_delete=models.PROTECT, related_name="+")
    quantity = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "lot"], name="lines_stocklevel_once"),
            models.CheckConstraint(
                name="lines_stocklevel_quantity", condition=models.Q(quantity__gte=0)
            ),
        ]


class LotSum(models.Model):
    """Pieces of a lot by kind of move, kept by the same trigger: what books are read from."""

    lot = models.ForeignKey(
        MaterialLot, on_delete=models.PROTECT, related_name="sums", db_index=False
    )
    kind = models.CharField(max_length=10, choices=PartMoveKind.choices)
    quantity = models.BigIntegerField()

    class Meta:
        constraints = [
            known("lines_lotsum_kind_known", "kind", PartMoveKind),
            models.UniqueConstraint(fields=["lot", "kind"], name="lines_lotsum_once"),
        ]


class PickState(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")


class PickList(models.Model):
    """ISA-95 *material movement request*: the parts of so many more sets for one order's line.

    Made from the revision the order builds to. While open, what is not picked yet is reserved.
    """

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    no = models.CharField(max_length=24)
    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="pick_lists")
    bom = models.ForeignKey(Bom, on_delete=models.PROTECT, related_name="+")
    sets = models.PositiveIntegerField(help_text=_("More sets that the order shall have."))
    day = models.DateField(null=True, help_text=_("The day that these sets are for."))
    state = models.CharField(max_length=10, choices=PickState.choices, default=PickState.OPEN)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField(db_default=Now())
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    closed_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            known("lines_picklist_state_known", "state", PickState),
            models.UniqueConstraint(fields=["plant", "no"], name="lines_picklist_no_once"),
            models.CheckConstraint(name="lines_picklist_sets", condition=models.Q(sets__gt=0)),
            models.CheckConstraint(
                name="lines_picklist_closed_whole",
                condition=models.Q(state="open", closed_at__isnull=True)
                | models.Q(state="done", closed_at__isnull=False)
                | (models.Q(state="cancelled", closed_at__isnull=False) & ~models.Q(reason="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["plant"],
                name="lines_picklist_open",
                condition=models.Q(state="open"),
            ),
        ]

    def __str__(self) -> str:
        return self.no


class PickLine(models.Model):
    """Walk to `place`, take so many of `lot`. Without lot and place nobody has any: short at once.

    `bom_line` is what the pieces are for; `part` another one where an alternate stands in.
    """

    pick_list = models.ForeignKey(PickList, on_delete=models.PROTECT, related_name="lines")
    n = models.PositiveSmallIntegerField(help_text=_("In the order of the shelves."))
    bom_line = models.ForeignKey(BomLine, on_delete=models.PROTECT, related_name="+")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="+", db_index=False)
    lot = models.ForeignKey(MaterialLot, on_delete=models.PROTECT, related_name="+", null=True)
    place = models.ForeignKey(
        StockPlace, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    quantity = models.PositiveIntegerField()

    class Meta:
        ordering = ["pick_list", "n"]
        constraints = [
            models.UniqueConstraint(fields=["pick_list", "n"], name="lines_pickline_n_once"),
            models.CheckConstraint(
                name="lines_pickline_quantity", condition=models.Q(quantity__gt=0)
            ),
            models.CheckConstraint(
                name="lines_pickline_from",
                condition=models.Q(lot__isnull=True, place__isnull=True)
                | models.Q(lot__isnull=False, place__isnull=False),
            ),
        ]


class PickEventKind(models.TextChoices):
    PICKED = "picked", _("Picked")
    SHORT = "short", _("Short")


class PickEvent(models.Model):
    """What a picker did with a line: pieces taken to the line, or pieces that were not there.

    Picked, short and still open add up to the line. Added, never changed.
    """

    event_id = models.UUIDField(primary_key=True)
    line = models.ForeignKey(PickLine, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=6, choices=PickEventKind.choices)
    quantity = models.PositiveIntegerField()
    reason = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            known("lines_pickevent_kind_known", "kind", PickEventKind),
            models.CheckConstraint(
                name="lines_pickevent_quantity", condition=models.Q(quantity__gt=0)
            ),
            models.CheckConstraint(
                name="lines_pickevent_reason",
                condition=models.Q(kind="picked") | ~models.Q(reason=""),
            ),
        ]


class LineSideRule(models.Model):
    """Below `minimum` pieces of the part the line calls the store, which fills up to `fill_to`."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="+")
    minimum = models.PositiveIntegerField()
    fill_to = models.PositiveIntegerField()
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "part"], name="lines_linesiderule_part_once"),
            models.CheckConstraint(
                name="lines_linesiderule_fills",
                condition=models.Q(minimum__gt=0, fill_to__gt=models.F("minimum")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.part}"


class CallCause(models.TextChoices):
    MINIMUM = "minimum", _("Below the minimum")
    ASKED = "asked", _("Asked for at the line")


class SupplyCall(models.Model):
    """A line wants more of a part: raised → acknowledged → closed, timed by the server.

    `filled` pieces came; fewer than `quantity` is a short fill, none one that was called off, and
    then `reason` says why. The later columns are written once.
    """

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    no = models.CharField(max_length=24)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    cause = models.CharField(max_length=8, choices=CallCause.choices)
    raised_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    raised_at = models.DateTimeField(db_default=Now())
    acknowledged_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True
    )
    acknowledged_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    closed_at = models.DateTimeField(null=True)
    filled = models.PositiveIntegerField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            known("lines_supplycall_cause_known", "cause", CallCause),
            models.UniqueConstraint(fields=["plant", "no"], name="lines_supplycall_no_once"),
            models.UniqueConstraint(
                fields=["line", "part"],
                condition=models.Q(closed_at__isnull=True),
                name="lines_supplycall_open_once",
            ),
            models.CheckConstraint(
                name="lines_supplycall_quantity", condition=models.Q(quantity__gt=0)
            ),
            models.CheckConstraint(
                name="lines_supplycall_closed_whole",
                condition=models.Q(closed_at__isnull=True, filled__isnull=True)
                | models.Q(closed_at__isnull=False, filled__gt=0)
                | (models.Q(closed_at__isnull=False, filled=0) & ~models.Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.no


class BackflushKind(models.TextChoices):
    BUILT = "built", _("Passed the step")
    UNDONE = "undone", _("Step taken back")
    SCRAPPED = "scrapped", _("Scrapped")
    REMOVED = "removed", _("Part taken out")
    FITTED = "fitted", _("Part put in again")


class Backflush(models.Model):
    """Units whose parts at one route position came to be built in, or no longer are.

    Written by the fold of settled moves, so that a scan never touches stock. For `removed` and
    `fitted`, written at the bench, `bom_line` names the one part, for `scrapped` where a part had
    been taken out before. What an order's units need is the sum of these rows; what they got is
    the sum of the part ledger. Added, never changed.
    """

    event_id = models.UUIDField(primary_key=True)
    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+", db_index=False)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+", db_index=False)
    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="+")
    position = models.SmallIntegerField()
    bom_line = models.ForeignKey(
        BomLine, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    kind = models.CharField(max_length=8, choices=BackflushKind.choices)
    units = ArrayField(models.BigIntegerField())
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            known("lines_backflush_kind_known", "kind", BackflushKind),
            models.CheckConstraint(
                name="lines_backflush_units", condition=models.Q(units__len__gt=0)
            ),
            models.CheckConstraint(
                name="lines_backflush_part_named",
                condition=models.Q(kind__in=["removed", "fitted"], bom_line__isnull=False)
                | models.Q(kind__in=["built", "undone"], bom_line__isnull=True)
                | models.Q(kind="scrapped"),
            ),
        ]


class BackflushMark(models.Model):
    """One row: moves written by transactions below `xid_below` are in the back-flush."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    xid_below = XidField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="lines_backflushmark_one_row", condition=models.Q(pk=1))
        ]
