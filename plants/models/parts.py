"""What a device is made of: parts, and the list of them that one order is built to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mes.kernel.fields import known
from plants.models.products import ProductVariant
from plants.models.sites import Operation


class PartCategory(models.TextChoices):
    BOARD = "board", _("Main board")
    SUB_BOARD = "sub_board", _("Sub-board, FPC")
    DISPLAY = "display", _("Display")
    BATTERY = "battery", _("Battery")
    CAMERA = "camera", _("Camera")
    AUDIO = "audio", _("Speaker, microphone, vibrator")
    HOUSING = "housing", _("Housing")
    MECHANICAL = "mechanical", _("Mechanical")
    CHEMICAL = "chemical", _("Glue, tape, paste")
    ACCESSORY = "accessory", _("Accessory")
    PACKAGING = "packaging", _("Packaging")
    LABEL = "label", _("Label")
    OTHER = "other", _("Other")


class PartOrigin(models.TextChoices):
    IMPORTED = "imported", _("Imported")
    LOCAL = "local", _("Local")


class Moisture(models.TextChoices):
    """IPC/JEDEC J-STD-020 moisture sensitivity levels; empty is not sensitive."""

    MSL1 = "1", "MSL 1"
    MSL2 = "2", "MSL 2"
    MSL2A = "2a", "MSL 2a"
    MSL3 = "3", "MSL 3"
    MSL4 = "4", "MSL 4"
    MSL5 = "5", "MSL 5"
    MSL5A = "5a", "MSL 5a"
    MSL6 = "6", "MSL 6"
    NONE = "", _("Not sensitive")


class Part(models.Model):
    """ISA-95 *MaterialDefinition* of a part; quantities are whole pieces.

    `unit_value` is the C&F value of one piece in `currency`; a lot may have its own.
    `inspected` lots wait for incoming inspection before they are issued.
    """

    part_no = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    name_ur = models.CharField(max_length=120, blank=True)
    category = models.CharField(
        max_length=12, choices=PartCategory.choices, default=PartCategory.OTHER
    )
    origin = models.CharField(max_length=8, choices=PartOrigin.choices, default=PartOrigin.IMPORTED)
    serialised = models.BooleanField(default=False, help_text=_("Each piece has its own serial."))
    inspected = models.BooleanField(default=False)
    unit_value = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, help_text=_("ISO 4217."))
    hs_code = models.CharField(max_length=14, blank=True)
    shelf_days = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("Days it keeps; empty when it does not expire.")
    )
    moisture = models.CharField(
        max_length=2, choices=Moisture.choices, default=Moisture.NONE, blank=True
    )
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            known("plants_part_category_known", "category", PartCategory),
            known("plants_part_origin_known", "origin", PartOrigin),
            known("plants_part_moisture_known", "moisture", Moisture),
            models.CheckConstraint(
                name="plants_part_value_whole",
                condition=models.Q(unit_value__isnull=True, currency="")
                | (models.Q(unit_value__isnull=False, unit_value__gte=0) & ~models.Q(currency="")),
            ),
            models.CheckConstraint(
                name="plants_part_shelf_days",
                condition=models.Q(shelf_days__isnull=True) | models.Q(shelf_days__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return self.part_no


class BomState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    RELEASED = "released", _("Released")
    RETIRED = "retired", _("Retired")


class Bom(models.Model):
    """ISA-95 *OperationsMaterialBill*: the parts of one variant, one revision; effective by order.

    A released revision never changes; an order keeps the one it was made with.
    """

    variant = models.ForeignKey(ProductVariant, on_delete=models.PROTECT, related_name="boms")
    revision = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=BomState.choices, default=BomState.DRAFT)
    released_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            known("plants_bom_state_known", "state", BomState),
            models.UniqueConstraint(
                fields=["variant", "revision"], name="plants_bom_revision_once"
            ),
            models.CheckConstraint(
                name="plants_bom_released_when",
                condition=models.Q(state="draft") | models.Q(released_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variant} r{self.revision}"


class BomLine(models.Model):
    """So many pieces of a part in one set; `position` names where a serialised part is bound.

    They count as built in once a unit passes `operation`; without one, the step that binds the
    position, else the route's first. `bulk` parts (screws, glue) are kept at the line by
    replenishment: no pick list asks for them and no set waits for them.
    """

    bom = models.ForeignKey(Bom, on_delete=models.PROTECT, related_name="lines")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="+")
    per_set = models.PositiveSmallIntegerField(default=1)
    position = models.CharField(max_length=20, blank=True)
    operation = models.ForeignKey(
        Operation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    bulk = models.BooleanField(default=False, help_text=_("Kept at the line, not picked by set."))

    class Meta:
        ordering = ["bom", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["bom", "part"], name="plants_bomline_part_once"),
            models.UniqueConstraint(
                fields=["bom", "position"],
                condition=~models.Q(position=""),
                name="plants_bomline_position_once",
            ),
            models.CheckConstraint(
                name="plants_bomline_per_set", condition=models.Q(per_set__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} × {self.per_set}"


class BomAlternate(models.Model):
    """A part that may stand in for another in this revision; the lowest `rank` is taken first."""

    line = models.ForeignKey(BomLine, on_delete=models.PROTECT, related_name="alternates")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["line", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["line", "part"], name="plants_bomalternate_part_once"),
            models.UniqueConstraint(fields=["line", "rank"], name="plants_bomalternate_rank_once"),
        ]

    def __str__(self) -> str:
        return str(self.part)
