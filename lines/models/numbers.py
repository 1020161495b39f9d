"""The last number given of each series: cartons, holds, stops, orders, a day's serials."""

from django.db import models

from plants.models import Plant


class Counter(models.Model):
    """A series of one plant, or of the whole installation (`plant` null: serials of a model)."""

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+", null=True)
    series = models.CharField(max_length=40)
    last = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plant", "series"], nulls_distinct=False, name="lines_counter_series_once"
            ),
            models.CheckConstraint(name="lines_counter_last", condition=models.Q(last__gte=0)),
        ]

    def __str__(self) -> str:
        return self.series
