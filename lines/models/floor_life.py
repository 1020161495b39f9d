"""What was done to moisture-sensitive lots: bags opened, put away dry, baked."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lines.models.material import MaterialLot
from mes.kernel.fields import known
from plants.models import Person, Plant


class FloorAct(models.TextChoices):
    OPENED = "opened", _("Bag opened")
    DRY = "dry", _("Into dry storage")
    BAKED = "baked", _("Baked")


class FloorEvent(models.Model):
    """IPC/JEDEC J-STD-033: the clock of a lot. Added, never changed; the last one says it all.

    `left` is the floor life in seconds at `at`, of the `hours` that the level or, at level 6, the
    label gives. `n` counts the lot's events, so that two people cannot both be the next.
    """

    event_id = models.UUIDField(primary_key=True)
    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+", db_index=False)
    lot = models.ForeignKey(
        MaterialLot, on_delete=models.PROTECT, related_name="floor_events", db_index=False
    )
    n = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=6, choices=FloorAct.choices)
    hours = models.PositiveSmallIntegerField()
    left = models.PositiveIntegerField(help_text=_("Seconds of floor life."))
    note = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            known("lines_floorevent_kind_known", "kind", FloorAct),
            models.UniqueConstraint(fields=["lot", "n"], name="lines_floorevent_n_once"),
            models.CheckConstraint(
                name="lines_floorevent_left",
                condition=models.Q(hours__gt=0, left__lte=models.F("hours") * 3600),
            ),
        ]
