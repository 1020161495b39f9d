"""How many numbers of each range are where: kept by the database as they move, never counted anew.

Every change of numbers adds rows of differences in its own transaction, so that no two stations
meet in one row; a task folds them into sums. Both together are right at every moment.
"""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mes.kernel.fields import known
from plants.models import Plant, ProductModel
from quality.models.imei import ImeiRange


class CountOf(models.TextChoices):
    """The states of a number, a free one behind a fence apart; `issued` is a flow, not a state."""

    FREE = "free", _("Free")
    QUARANTINED = "fenced", _("Quarantined")
    LEASED = "leased", _("Leased")
    RESERVED = "reserved", _("Reserved")
    WRITTEN = "written", _("Written")
    CONFIRMED = "confirmed", _("Confirmed")
    VOIDED = "voided", _("Voided")
    ISSUED = "issued", _("Given out that day")


class ImeiDelta(models.Model):
    """`n` more (or fewer) numbers of a range are `what` it says; `day` is the plant's."""

    range = models.ForeignKey(ImeiRange, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    what = models.CharField(max_length=9, choices=CountOf.choices)
    n = models.IntegerField()

    class Meta:
        constraints = [known("quality_imeidelta_what_known", "what", CountOf)]


class ImeiCount(models.Model):
    """The differences of one day, folded; a range's sums over all days are what it has now."""

    range = models.ForeignKey(ImeiRange, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    what = models.CharField(max_length=9, choices=CountOf.choices)
    n = models.BigIntegerField()

    class Meta:
        constraints = [
            known("quality_imeicount_what_known", "what", CountOf),
            models.UniqueConstraint(fields=["range", "day", "what"], name="quality_imeicount_once"),
        ]


class ImeiPlaces(models.Model):
    """Where the confirmed numbers of a model were when somebody last counted, by unit state."""

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    model = models.ForeignKey(ProductModel, on_delete=models.PROTECT, related_name="+")
    confirmed = models.BigIntegerField()
    in_line = models.BigIntegerField()
    packed = models.BigIntegerField()
    shipped = models.BigIntegerField()
    scrapped = models.BigIntegerField()
    counted_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plant", "model"], name="quality_imeiplaces_once"),
        ]
