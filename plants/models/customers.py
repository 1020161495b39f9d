"""Who buys what is built, and what they ask for beside the goods."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mes.kernel.fields import known
from plants.models.sites import Plant


class AsnFormat(models.TextChoices):
    """The advance ship notice that a customer reads."""

    NONE = "none", _("None")
    CSV = "csv", "CSV"
    XLSX = "xlsx", "XLSX"


class Customer(models.Model):
    """The buyer of orders. `over_build_percent` of an order's quantity may be built beyond it."""

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="customers")
    code = models.CharField(max_length=24)
    name = models.CharField(max_length=80)
    country = models.CharField(
        max_length=2, default="PK", help_text=_("ISO 3166 alpha-2; PK: domestic, else export.")
    )
    over_build_percent = models.PositiveSmallIntegerField(
        default=0, help_text=_("How much of an order may be built beyond it; 0: nothing.")
    )
    asn = models.CharField(max_length=4, choices=AsnFormat.choices, default=AsnFormat.NONE)
    pallet_labels = models.BooleanField(
        default=True, help_text=_("Pallets carry an SSCC label of their own.")
    )
    label_note = models.CharField(max_length=200, blank=True)
    shipping_note = models.CharField(max_length=200, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            known("plants_customer_asn_known", "asn", AsnFormat),
            models.UniqueConstraint(fields=["plant", "code"], name="plants_customer_code_once"),
            models.CheckConstraint(
                name="plants_customer_over_build", condition=models.Q(over_build_percent__lte=20)
            ),
        ]

    def __str__(self) -> str:
        return self.name
