"""Accessories of a gift box, what the scale said, and between which grams a box is whole."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lines.models.orders import WorkOrder
from lines.models.packing import HandlingUnit
from lines.models.units import Unit
from mes.kernel.fields import CurrentXid, XidField, known
from plants.models import Line, Person, Plant, ProductVariant, Station


class AccessoryCheck(models.TextChoices):
    CONFIRM = "confirm", _("Confirmed by the packer")
    SCAN = "scan", _("Scanned")


class Accessory(models.Model):
    """What lies in the box beside the phone; `grams` lets a light box name what it may lack."""

    variant = models.ForeignKey(
        ProductVariant, on_delete=models.PROTECT, related_name="accessories"
    )
    code = models.CharField(max_length=24)
    name = models.CharField(max_length=80)
    name_ur = models.CharField(max_length=80, blank=True)
    barcode = models.CharField(max_length=60, blank=True)
    grams = models.DecimalField(max_digits=7, decimal_places=1, null=True, blank=True)
    checked = models.CharField(
        max_length=7, choices=AccessoryCheck.choices, default=AccessoryCheck.CONFIRM
    )
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            known("lines_accessory_checked_known", "checked", AccessoryCheck),
            models.UniqueConstraint(fields=["variant", "code"], name="lines_accessory_code_once"),
            models.CheckConstraint(
                name="lines_accessory_scanned_by",
                condition=~models.Q(checked="scan") | ~models.Q(barcode=""),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class PackingRule(models.Model):
    """What a line's packing tables insist on. `learn_from`: good boxes a weight window is learned
    from; the window is median ± max(`spread` × MAD, `least_grams`).
    """

    line = models.OneToOneField(Line, on_delete=models.PROTECT, related_name="+")
    every_slot = models.BooleanField(
        default=False, help_text=_("Every IMEI is read from phone, device label and box label.")
    )
    accessories = models.BooleanField(default=False)
    weigh_boxes = models.BooleanField(default=False)
    weigh_cartons = models.BooleanField(default=False)
    learn_from = models.PositiveSmallIntegerField(default=30)
    spread = models.DecimalField(max_digits=4, decimal_places=1, default=6)
    least_grams = models.DecimalField(max_digits=6, decimal_places=1, default=5)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="lines_packingrule_learning",
                condition=models.Q(learn_from__gte=5, spread__gt=0, least_grams__gt=0),
            )
        ]


class WeighedKind(models.TextChoices):
    BOX = "box", _("Gift box")
    CARTON = "carton", _("Carton")


class WeightLimit(models.Model):
    """Limits of an order by hand; the newest row counts, one without grams ends them."""

    event_id = models.UUIDField(primary_key=True)
    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=WeighedKind.choices)
    low = models.DecimalField(max_digits=8, decimal_places=1, null=True)
    high = models.DecimalField(max_digits=8, decimal_places=1, null=True)
    reason = models.CharField(max_length=200)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    received_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            known("lines_weightlimit_kind_known", "kind", WeighedKind),
            models.CheckConstraint(
                name="lines_weightlimit_order",
                condition=models.Q(low__isnull=True, high__isnull=True)
                | models.Q(
                    low__isnull=False, high__isnull=False, low__gt=0, high__gt=models.F("low")
                ),
            ),
        ]


class LearnedWindow(models.Model):
    """The window learned from the first good ones of a variant in a plant, in grams.

    A row without a window says that learning begins anew (another charger in the box), and why.
    """

    event_id = models.UUIDField(primary_key=True)
    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    variant = models.ForeignKey(ProductVariant, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=WeighedKind.choices)
    version = models.PositiveSmallIntegerField()
    count = models.PositiveSmallIntegerField()
    median = models.DecimalField(max_digits=8, decimal_places=1, null=True)
    mad = models.DecimalField(max_digits=8, decimal_places=1, null=True)
    low = models.DecimalField(max_digits=8, decimal_places=1, null=True)
    high = models.DecimalField(max_digits=8, decimal_places=1, null=True)
    reason = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    received_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            known("lines_learnedwindow_kind_known", "kind", WeighedKind),
            models.UniqueConstraint(
                fields=["plant", "variant", "kind", "version"],
                name="lines_learnedwindow_version_once",
            ),
            models.CheckConstraint(
                name="lines_learnedwindow_whole",
                condition=(models.Q(low__isnull=True, high__isnull=True) & ~models.Q(reason=""))
                | models.Q(
                    low__isnull=False, high__isnull=False, low__gte=0, high__gt=models.F("low")
                ),
            ),
        ]


class ScaleReading(models.Model):
    """What a scale said, as it came; `identifier` when the scale knows what lies on it."""

    event_id = models.UUIDField(primary_key=True)
    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+", db_index=False)
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+")
    identifier = models.CharField(max_length=60, blank=True)
    grams = models.DecimalField(max_digits=8, decimal_places=1)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    token_id = models.BigIntegerField(null=True)
    received_at = models.DateTimeField(db_default=Now())
    xid = XidField(db_default=CurrentXid())

    class Meta:
        constraints = [
            models.CheckConstraint(name="lines_scalereading_grams", condition=models.Q(grams__gt=0))
        ]


class WeightSource(models.TextChoices):
    NONE = "none", _("No limits yet")
    ORDER = "order", _("Limits of the order")
    LEARNED = "learned", _("Learned window")


class WeightCheck(models.Model):
    """A box or carton that was weighed and found good, with the limits it was judged by.

    The one that was not is a refusal, kept with its body; its reading stands beside it.
    """

    event_id = models.UUIDField(primary_key=True)
    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=6, choices=WeighedKind.choices)
    variant = models.ForeignKey(
        ProductVariant, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    order = models.ForeignKey(
        WorkOrder, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    handling = models.ForeignKey(HandlingUnit, on_delete=models.PROTECT, related_name="weights")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    reading = models.OneToOneField(ScaleReading, on_delete=models.PROTECT, related_name="check_of")
    grams = models.DecimalField(max_digits=8, decimal_places=1)
    low = models.DecimalField(max_digits=8, decimal_places=1, null=True)
    high = models.DecimalField(max_digits=8, decimal_places=1, null=True)
    source = models.CharField(max_length=7, choices=WeightSource.choices)
    teaches = models.BooleanField(
        default=True, help_text=_("Whether a window may be learned from it: a whole one.")
    )
    received_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            known("lines_weightcheck_kind_known", "kind", WeighedKind),
            known("lines_weightcheck_source_known", "source", WeightSource),
            models.CheckConstraint(
                name="lines_weightcheck_within",
                condition=models.Q(low__isnull=True, high__isnull=True)
                | models.Q(
                    low__isnull=False,
                    high__isnull=False,
                    grams__gte=models.F("low"),
                    grams__lte=models.F("high"),
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["plant", "variant", "kind"], name="lines_weightcheck_variant")
        ]
