"""What pallets add to handling units: the plant's rules, their history, and goods that are cleared.

A pallet is a `HandlingUnit` of cartons. Its SSCC (GS1 *Serial Shipping Container Code*, AI 00) is
given once and never again.
"""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lines.models.orders import WorkOrder
from lines.models.packing import HandlingUnit
from mes.kernel.fields import known
from plants.models import Person, Plant


class Mixing(models.TextChoices):
    """What the cartons of one pallet must share, beside the country they go to."""

    ORDER = "order", _("One order")
    VARIANT = "variant", _("One SKU")
    ANY = "any", _("Mixed goods")


class ShippingPolicy(models.Model):
    """A plant's own settings; a plant without a row has the defaults.

    `gs1_prefix` is the company's GS1 prefix; without one pallets carry the plant's own number only.
    `extension` is the SSCC's first digit: plants that share a prefix take a digit each.
    """

    plant = models.OneToOneField(Plant, on_delete=models.PROTECT, related_name="+")
    gs1_prefix = models.CharField(max_length=12, blank=True)
    extension = models.PositiveSmallIntegerField(default=0)
    pallet_cartons = models.PositiveSmallIntegerField(default=40)
    mixing = models.CharField(max_length=8, choices=Mixing.choices, default=Mixing.ORDER)
    oqc_before_ship = models.BooleanField(
        default=True, help_text=_("Every carton needs its outgoing inspection.")
    )
    registered_before_ship = models.BooleanField(
        default=True, help_text=_("IMEIs sold in Pakistan are registered before they leave.")
    )

    class Meta:
        verbose_name_plural = _("shipping policies")
        constraints = [
            known("lines_shippingpolicy_mixing_known", "mixing", Mixing),
            models.CheckConstraint(
                name="lines_shippingpolicy_prefix",
                condition=models.Q(gs1_prefix="") | models.Q(gs1_prefix__regex=r"^[0-9]{4,12}$"),
            ),
            models.CheckConstraint(
                name="lines_shippingpolicy_extension", condition=models.Q(extension__lte=9)
            ),
            models.CheckConstraint(
                name="lines_shippingpolicy_pallet_cartons",
                condition=models.Q(pallet_cartons__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return str(self.plant)

    @classmethod
    def of(cls, plant_id: int) -> "ShippingPolicy":
        """The plant's settings, or the defaults."""
        return cls.objects.filter(plant_id=plant_id).first() or cls(plant_id=plant_id)


class PalletAct(models.TextChoices):
    OPENED = "opened", _("Opened")
    ADDED = "added", _("Carton put on")
    REMOVED = "removed", _("Carton taken off")
    CLOSED = "closed", _("Closed")
    REOPENED = "reopened", _("Opened again")
    PLACED = "placed", _("Put away")


class PalletEvent(models.Model):
    """One thing that was done to a pallet; rows are added, never changed."""

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+", db_index=False)
    pallet = models.ForeignKey(HandlingUnit, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=8, choices=PalletAct.choices)
    carton = models.ForeignKey(
        HandlingUnit, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    place = models.CharField(max_length=24, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            known("lines_palletevent_kind_known", "kind", PalletAct),
            models.CheckConstraint(
                name="lines_palletevent_reason",
                condition=~models.Q(kind__in=["removed", "reopened"]) | ~models.Q(reason=""),
            ),
        ]


class LotClearance(models.Model):
    """A gate that is open for packed goods (a carton or pallet) or for all goods of an order.

    ISA-95 *Disposition: UnRestricted*. `evidence` names what it rests on: an inspection lot, a
    registration. The revoke columns are written once, together.
    """

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+", db_index=False)
    gate = models.CharField(max_length=16)
    handling = models.ForeignKey(
        HandlingUnit, on_delete=models.PROTECT, related_name="clearances", null=True
    )
    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="+", null=True)
    evidence = models.CharField(max_length=40, blank=True)
    granted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    granted_at = models.DateTimeField(db_default=Now())
    revoked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    revoked_at = models.DateTimeField(null=True)
    revoke_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="lines_lotclearance_one_subject",
                condition=models.Q(handling__isnull=True, order__isnull=False)
                | models.Q(handling__isnull=False, order__isnull=True),
            ),
            models.CheckConstraint(
                name="lines_lotclearance_revoke_whole",
                condition=models.Q(revoked_at__isnull=True, revoke_reason="")
                | (models.Q(revoked_at__isnull=False) & ~models.Q(revoke_reason="")),
            ),
            models.UniqueConstraint(
                fields=["gate", "handling", "order"],
                condition=models.Q(revoked_at__isnull=True),
                nulls_distinct=False,
                name="lines_lotclearance_open_once",
            ),
        ]
