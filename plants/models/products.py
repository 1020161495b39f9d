"""What is built and along which steps. A released route never changes; a new version does."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from mes.kernel.fields import known
from plants.models.sites import Operation


class Category(models.TextChoices):
    SMARTPHONE = "smartphone", _("Smartphone")
    FEATURE_PHONE = "feature_phone", _("Feature phone")
    CHROMEBOOK = "chromebook", _("Chromebook")


class KitType(models.TextChoices):
    SKD = "skd", "SKD"
    CKD = "ckd", "CKD"


class ProductModel(models.Model):
    """ISA-95 *MaterialDefinition* of a device; a TAC belongs to a model, never to a colour."""

    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=80)
    brand = models.CharField(max_length=60)
    category = models.CharField(max_length=16, choices=Category.choices)
    technologies = ArrayField(models.CharField(max_length=4), default=list, blank=True)
    imei_count = models.PositiveSmallIntegerField(help_text=_("0 to 4; not always the SIM slots."))
    carton_size = models.PositiveSmallIntegerField()
    serial_prefix = models.CharField(max_length=8, unique=True)

    class Meta:
        constraints = [
            known("plants_productmodel_category_known", "category", Category),
            models.CheckConstraint(
                name="plants_productmodel_imei_count",
                condition=models.Q(imei_count__gte=0, imei_count__lte=4),
            ),
            models.CheckConstraint(
                name="plants_productmodel_carton_size", condition=models.Q(carton_size__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProductVariant(models.Model):
    """A model in one colour and market, from one kind of kit (SKU)."""

    model = models.ForeignKey(ProductModel, on_delete=models.PROTECT, related_name="variants")
    sku = models.CharField(max_length=32, unique=True)
    colour = models.CharField(max_length=40)
    colour_ur = models.CharField(max_length=40, blank=True)
    kit_type = models.CharField(max_length=4, choices=KitType.choices)
    market = models.CharField(max_length=2, default="PK", help_text=_("ISO 3166 alpha-2."))
    gtin = models.CharField(max_length=14, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [known("plants_productvariant_kit_type_known", "kit_type", KitType)]

    def __str__(self) -> str:
        return self.sku


class RouteState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    RELEASED = "released", _("Released")
    RETIRED = "retired", _("Retired")


class Route(models.Model):
    """ISA-95 *OperationsDefinition*, one version. Its family is model and kit type."""

    model = models.ForeignKey(ProductModel, on_delete=models.PROTECT, related_name="routes")
    kit_type = models.CharField(max_length=4, choices=KitType.choices)
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=RouteState.choices, default=RouteState.DRAFT)
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            known("plants_route_state_known", "state", RouteState),
            known("plants_route_kit_type_known", "kit_type", KitType),
            models.UniqueConstraint(
                fields=["model", "kit_type", "version"], name="plants_route_version_once"
            ),
            models.CheckConstraint(
                name="plants_route_released_when",
                condition=models.Q(state="draft") | models.Q(released_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.kit_type.upper()} v{self.version}"


class RouteStep(models.Model):
    """ISA-95 *OperationsSegment*: an operation at a position, with the gates it asks and grants.

    `gates` must be cleared before a unit enters; `grants` is cleared by a pass here.
    `parts` names the positions that must be bound by scan before the step is left.
    `fails_to` is the position a repaired unit returns to, unless the fault class says otherwise.
    """

    route = models.ForeignKey(Route, on_delete=models.PROTECT, related_name="steps")
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    gates = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    grants = models.CharField(max_length=16, blank=True)
    parts = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    retest_limit = models.PositiveSmallIntegerField(default=3)
    repair_limit = models.PositiveSmallIntegerField(default=3)
    is_output = models.BooleanField(
        default=False, help_text=_("A unit counts as made when it passes here.")
    )
    cycle_seconds = models.DecimalField(max_digits=7, decimal_places=2, default=20)

    class Meta:
        ordering = ["route", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["route", "position"], name="plants_routestep_position_once"
            ),
            models.UniqueConstraint(
                fields=["route", "operation"], name="plants_routestep_operation_once"
            ),
            models.UniqueConstraint(
                fields=["route"],
                condition=models.Q(is_output=True),
                name="plants_routestep_one_output",
            ),
            models.CheckConstraint(
                name="plants_routestep_position_positive", condition=models.Q(position__gt=0)
            ),
            models.CheckConstraint(
                name="plants_routestep_retest_limit", condition=models.Q(retest_limit__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position:03} {self.operation}"
