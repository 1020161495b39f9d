"""What the year must bring, month by month, and what was made before go-live."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from plants.models.people import Person
from plants.models.products import ProductModel
from plants.models.sites import Plant


class AnnualTarget(models.Model):
    """Units a calendar year, for a plant or one of its models (`model` null: the whole plant)."""

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="targets")
    model = models.ForeignKey(
        ProductModel, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    year = models.PositiveSmallIntegerField()
    units = models.PositiveIntegerField()
    reason = models.CharField(max_length=200, blank=True)
    set_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    set_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plant", "model", "year"],
                nulls_distinct=False,
                name="plants_annualtarget_once",
            )
        ]


class MonthTarget(models.Model):
    """A month's share. The months of a year must add up to it (deferred trigger)."""

    annual = models.ForeignKey(AnnualTarget, on_delete=models.PROTECT, related_name="months")
    month = models.PositiveSmallIntegerField()
    units = models.PositiveIntegerField()

    class Meta:
        ordering = ["month"]
        constraints = [
            models.UniqueConstraint(fields=["annual", "month"], name="plants_monthtarget_once"),
            models.CheckConstraint(
                name="plants_monthtarget_month",
                condition=models.Q(month__gte=1, month__lte=12),
            ),
        ]


class OpeningOutput(models.Model):
    """Good units made before this server counted, by model and month; shown hatched."""

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="openings")
    model = models.ForeignKey(ProductModel, on_delete=models.PROTECT, related_name="+")
    month = models.DateField(help_text=_("First day of the month."))
    units = models.PositiveIntegerField()
    note = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plant", "model", "month"], name="plants_openingoutput_once"
            ),
            models.CheckConstraint(
                name="plants_openingoutput_first_day", condition=models.Q(month__day=1)
            ),
        ]
