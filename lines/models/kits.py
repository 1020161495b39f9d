"""What arrived to be built: consignment, packing list and the kit lots counted from it."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mes.kernel.fields import known
from plants.models import KitType, Part, Person, Plant, ProductVariant


class Consignment(models.Model):
    """One import of SKD or CKD kits under one goods declaration (WeBOC GD)."""

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    no = models.CharField(max_length=32)
    kit_type = models.CharField(max_length=4, choices=KitType.choices)
    gd_number = models.CharField(max_length=40, blank=True)
    gd_date = models.DateField(null=True, blank=True)
    ioco_ref = models.CharField(max_length=40, blank=True)
    invoice = models.CharField(max_length=40, blank=True)
    transport_doc = models.CharField(max_length=40, blank=True, help_text=_("B/L or AWB."))
    hs_code = models.CharField(max_length=14, blank=True)
    supplier = models.CharField(max_length=80, blank=True)
    cf_value = models.DecimalField(
        max_digits=16, decimal_places=2, null=True, blank=True, help_text=_("Cost and freight.")
    )
    currency = models.CharField(max_length=3, blank=True, help_text=_("ISO 4217."))
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField(db_default=Now())
    listed_at = models.DateTimeField(null=True, help_text=_("When its packing list was committed."))
    closed_at = models.DateTimeField(null=True, help_text=_("When its receiving was closed."))
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            known("lines_consignment_kit_type_known", "kit_type", KitType),
            models.UniqueConstraint(fields=["plant", "no"], name="lines_consignment_no_once"),
            models.CheckConstraint(
                name="lines_consignment_value_whole",
                condition=models.Q(cf_value__isnull=True, currency="")
                | (models.Q(cf_value__isnull=False, cf_value__gte=0) & ~models.Q(currency="")),
            ),
            models.CheckConstraint(
                name="lines_consignment_closed_listed",
                condition=models.Q(closed_at__isnull=True) | models.Q(listed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.no


class PackingLine(models.Model):
    """One line of the packing list: so many of a part in one box of one case."""

    consignment = models.ForeignKey(Consignment, on_delete=models.PROTECT, related_name="lines")
    row = models.PositiveIntegerField(help_text=_("Row in the file, the header is row 1."))
    container = models.CharField(max_length=20, blank=True)
    case = models.CharField(max_length=20)
    box = models.CharField(max_length=20, blank=True)
    variant = models.ForeignKey(ProductVariant, on_delete=models.PROTECT, related_name="+")
    part_no = models.CharField(max_length=40)
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="+", db_index=False)
    lot = models.ForeignKey("lines.MaterialLot", on_delete=models.PROTECT, related_name="lines")
    description = models.CharField(max_length=120, blank=True)
    supplier_lot = models.CharField(max_length=40, blank=True)
    per_set = models.PositiveSmallIntegerField(default=1)
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consignment", "row"], name="lines_packingline_row_once"
            ),
            models.CheckConstraint(
                name="lines_packingline_quantity", condition=models.Q(quantity__gt=0)
            ),
            models.CheckConstraint(
                name="lines_packingline_per_set", condition=models.Q(per_set__gt=0)
            ),
        ]
        indexes = [
            models.Index(fields=["consignment", "case", "box"], name="lines_packingline_case"),
        ]


class KitLot(models.Model):
    """ISA-95 *MaterialLot*: the sets of one SKU in one consignment; `sets` as the list promises."""

    consignment = models.ForeignKey(Consignment, on_delete=models.PROTECT, related_name="lots")
    variant = models.ForeignKey(ProductVariant, on_delete=models.PROTECT, related_name="+")
    no = models.CharField(max_length=48, unique=True)
    sets = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consignment", "variant"], name="lines_kitlot_once")
        ]

    def __str__(self) -> str:
        return self.no


class KitEventKind(models.TextChoices):
    RECEIVED = "received", _("Received")
    ISSUED = "issued", _("Issued to an order")
    RETURNED = "returned", _("Returned to the store")
    WITHDRAWN = "withdrawn", _("Receipt taken back")


class KitEvent(models.Model):
    """Sets that moved: in from the consignment, out to an order, back. Added, never changed."""

    event_id = models.UUIDField(primary_key=True)
    lot = models.ForeignKey(KitLot, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=KitEventKind.choices)
    sets = models.PositiveIntegerField()
    order = models.ForeignKey(
        "lines.WorkOrder", on_delete=models.PROTECT, related_name="+", null=True
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    note = models.CharField(max_length=200, blank=True)
    receipt = models.ForeignKey(
        "lines.Receipt",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        help_text=_("The count of boxes that made these sets whole."),
    )
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            known("lines_kitevent_kind_known", "kind", KitEventKind),
            models.CheckConstraint(name="lines_kitevent_sets", condition=models.Q(sets__gt=0)),
            models.CheckConstraint(
                name="lines_kitevent_order",
                condition=models.Q(kind__in=["received", "withdrawn"])
                | models.Q(order__isnull=False),
            ),
        ]
