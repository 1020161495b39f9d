"""When a station is stopped without anybody's word: set for each operation of a plant."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from plants.models import Operation, Person, Plant


class GateRule(models.Model):
    """0 or empty is off. `yield_floor` in per cent of the last `floor_runs` first runs.

    `third_elsewhere`: after two failed runs at one station the next is at another (A-A-B).
    `location_limit`: closed repairs of one unit at one place of the phone before MRB decides.
    """

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="+")
    fails_in_row = models.PositiveSmallIntegerField(default=0)
    yield_floor = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    floor_runs = models.PositiveSmallIntegerField(default=50)
    stop_on_spc = models.BooleanField(default=False)
    location_limit = models.PositiveSmallIntegerField(default=3)
    third_elsewhere = models.BooleanField(default=False)
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    set_at = models.DateTimeField(auto_now=True, help_text=_("When it was last set."))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plant", "operation"], name="quality_gaterule_once"),
            models.CheckConstraint(
                name="quality_gaterule_fails_in_row",
                condition=models.Q(fails_in_row=0) | models.Q(fails_in_row__range=(2, 100)),
            ),
            models.CheckConstraint(
                name="quality_gaterule_floor",
                condition=models.Q(yield_floor__isnull=True)
                | models.Q(yield_floor__gt=0, yield_floor__lt=100),
            ),
            models.CheckConstraint(
                name="quality_gaterule_floor_runs",
                condition=models.Q(floor_runs__range=(10, 500)),
            ),
            models.CheckConstraint(
                name="quality_gaterule_location_limit",
                condition=models.Q(location_limit__range=(1, 20)),
            ),
        ]
