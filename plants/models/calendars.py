"""When a line works. Ranges are half open; a shift belongs to the plant's zone."""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from mes.kernel.fields import known
from plants.models.sites import Line, Plant
from plants.rules.shifts import BreakRule, DayRule, Pattern


class PatternManager(models.Manager["ShiftPattern"]):
    def rules(self, plant_id: int) -> tuple[Pattern, ...]:
        """The plant's active patterns with their breaks, as the pure rules read them."""
        rows = self.filter(plant_id=plant_id, active=True).prefetch_related("breaks")
        return tuple(row.rule() for row in rows.order_by("starts", "code"))


class ShiftPattern(models.Model):
    """ISA-95 *WorkCalendarEntry* template, local times; `ends` at or before `starts`: next day."""

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="patterns")
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=60)
    starts = models.TimeField()
    ends = models.TimeField()
    weekdays = ArrayField(
        models.SmallIntegerField(), help_text=_("ISO weekdays it is worked: 1 Monday, 7 Sunday.")
    )
    ramadan = models.BooleanField(
        default=False, help_text=_("Used on Ramadan days in place of the patterns that are not.")
    )
    active = models.BooleanField(default=True)

    objects: ClassVar[PatternManager] = PatternManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plant", "code"], name="plants_shiftpattern_code_once")
        ]

    def __str__(self) -> str:
        return self.code

    def rule(self) -> Pattern:
        return Pattern(
            code=self.code,
            starts=self.starts,
            ends=self.ends,
            weekdays=frozenset(self.weekdays),
            ramadan=self.ramadan,
            breaks=tuple(pause.rule() for pause in self.breaks.all()),
            id=self.pk,
        )


class PatternBreak(models.Model):
    """A planned break, local time; `weekdays` narrows it (Friday prayer: [5])."""

    pattern = models.ForeignKey(ShiftPattern, on_delete=models.PROTECT, related_name="breaks")
    name = models.CharField(max_length=40)
    starts = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    weekdays = ArrayField(models.SmallIntegerField(), default=list, blank=True)
    except_weekdays = ArrayField(models.SmallIntegerField(), default=list, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="plants_patternbreak_minutes",
                condition=models.Q(minutes__gte=1, minutes__lte=240),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def rule(self) -> BreakRule:
        return BreakRule(
            name=self.name,
            starts=self.starts,
            minutes=self.minutes,
            weekdays=frozenset(self.weekdays),
            except_weekdays=frozenset(self.except_weekdays),
        )


class DayKind(models.TextChoices):
    HOLIDAY = "holiday", _("Holiday")
    SHUTDOWN = "shutdown", _("Shutdown")
    RAMADAN = "ramadan", _("Ramadan hours")
    WORKING = "working", _("Extra working day")


class CalendarManager(models.Manager["CalendarDay"]):
    def rules(self, plant_id: int, first: date, last: date) -> tuple[DayRule, ...]:
        """The days that differ between `first` and `last`, both included."""
        rows = self.filter(plant_id=plant_id, first__lte=last, last__gte=first)
        return tuple(DayRule(row.first, row.last, row.kind, row.name) for row in rows)


class CalendarDay(models.Model):
    """Days that differ, first to last inclusive. `tentative` until the moon is sighted."""

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="calendar")
    first = models.DateField()
    last = models.DateField()
    kind = models.CharField(max_length=10, choices=DayKind.choices)
    name = models.CharField(max_length=80)
    tentative = models.BooleanField(default=False)

    objects: ClassVar[CalendarManager] = CalendarManager()

    class Meta:
        ordering = ["first"]
        constraints = [
            known("plants_calendarday_kind_known", "kind", DayKind),
            models.CheckConstraint(
                name="plants_calendarday_order", condition=models.Q(last__gte=models.F("first"))
            ),
            models.UniqueConstraint(
                fields=["plant", "first", "kind"], name="plants_calendarday_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} {self.name}"


class ShiftState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class Shift(models.Model):
    """One shift of one line. `date` is the local date it starts on; `breaks` are UTC ranges.

    `breaks` is a list of [start, end, name] with ISO timestamps, fixed when the shift is made,
    so that a later change of the pattern does not move the past.
    """

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="shifts")
    pattern = models.ForeignKey(ShiftPattern, on_delete=models.PROTECT, related_name="+", null=True)
    code = models.CharField(max_length=12)
    date = models.DateField()
    span = DateTimeRangeField()
    breaks = models.JSONField(default=list)
    target = models.PositiveIntegerField(help_text=_("Good units planned for the shift."))
    overtime = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=ShiftState.choices, default=ShiftState.PLANNED)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            known("plants_shift_state_known", "state", ShiftState),
            ExclusionConstraint(
                name="plants_shift_no_overlap",
                expressions=[("line", RangeOperators.EQUAL), ("span", RangeOperators.OVERLAPS)],
            ),
            models.UniqueConstraint(
                fields=["line", "date", "code"], name="plants_shift_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.date} {self.code}"
