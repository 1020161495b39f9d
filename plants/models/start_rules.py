"""What a line asks before it starts an order, and how long its change of model takes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from plants.models.products import ProductModel
from plants.models.sites import Line


class StartRule(models.Model):
    """Asked of an order of `model` (null: any) on the line; without a row nothing is asked.

    Until the first article is approved, `articles` units may be started to be judged. The line
    standing for longer than `stop_hours` takes the approval back.
    """

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="start_rules")
    model = models.ForeignKey(
        ProductModel, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    line_clearance = models.BooleanField(default=False)
    first_article = models.BooleanField(default=False)
    articles = models.PositiveSmallIntegerField(
        default=1, help_text=_("Units that are built to be judged: 1 to 5.")
    )
    stop_hours = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("A longer stop asks for a new first article.")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line", "model"], nulls_distinct=False, name="plants_startrule_once"
            ),
            models.CheckConstraint(
                name="plants_startrule_articles",
                condition=models.Q(articles__gte=1, articles__lte=5),
            ),
            models.CheckConstraint(
                name="plants_startrule_stop_hours",
                condition=models.Q(stop_hours__isnull=True) | models.Q(stop_hours__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.model or '*'}"


class ChangeoverTime(models.Model):
    """Planned minutes of the change from one model to another; null stands for any.

    ISO 22400: planned unit setup time (PUST).
    """

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="changeover_times")
    from_model = models.ForeignKey(
        ProductModel, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    to_model = models.ForeignKey(
        ProductModel, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line", "from_model", "to_model"],
                nulls_distinct=False,
                name="plants_changeovertime_once",
            ),
            models.CheckConstraint(
                name="plants_changeovertime_minutes",
                condition=models.Q(minutes__gte=1, minutes__lte=720),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.from_model or '*'} > {self.to_model or '*'}"
