"""What reports keep: the shift report, added at the shift's end and when it was corrected."""

from django.db import models
from django.db.models.functions import Now

from plants.models import Shift


class ShiftReport(models.Model):
    """One shift as it stood when the report was made; the highest `revision` is the valid one.

    A revision is added when records arrive after the shift was reported; none is ever changed.
    `figures` is what the page and the files show, `basis` a hash of that which a late record moves.
    """

    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveSmallIntegerField()
    basis = models.BinaryField(max_length=16)
    figures = models.JSONField()
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shift", "revision"], name="mes_shiftreport_revision_once"
            ),
            models.CheckConstraint(
                name="mes_shiftreport_revision_positive", condition=models.Q(revision__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shift} rev {self.revision}"
