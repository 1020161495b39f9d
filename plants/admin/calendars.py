"""When lines work. A changed day remakes the planned shifts that have not begun."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from plants.actions.calendars import DayWish, declare_days, move_days, take_days_back
from plants.admin.base import LookOnly, OwnPlants
from plants.models import CalendarDay, PatternBreak, Shift, ShiftPattern


class Breaks(admin.TabularInline[PatternBreak, ShiftPattern]):
    model = PatternBreak
    extra = 0


@admin.register(ShiftPattern)
class PatternAdmin(OwnPlants):
    list_display = ("code", "name", "plant", "starts", "ends", "weekdays", "ramadan", "active")
    list_filter = ("plant", "ramadan", "active")
    inlines = (Breaks,)


@admin.register(CalendarDay)
class CalendarAdmin(OwnPlants):
    list_display = ("first", "last", "kind", "name", "tentative", "plant")
    list_filter = ("plant", "kind", "tentative")

    def save_model(
        self,
        request: HttpRequest,
        obj: CalendarDay,
        form: ModelForm[CalendarDay],
        change: bool,  # noqa: FBT001  Django's own signature
    ) -> None:
        wish = DayWish(obj.first, obj.last, obj.kind, obj.name, tentative=obj.tentative)
        if change:
            move_days(day_id=obj.pk, wish=wish, by=None, now=timezone.now())
        else:
            made = declare_days(plant=obj.plant, wish=wish, by=None, now=timezone.now())
            obj.pk = made.pk

    def delete_model(self, request: HttpRequest, obj: CalendarDay) -> None:
        take_days_back(day_id=obj.pk, by=None, now=timezone.now())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for day in queryset:
            self.delete_model(request, day)


@admin.register(Shift)
class ShiftAdmin(LookOnly):
    plant_path = "line__plant_id"
    list_display = ("line", "date", "code", "span", "target", "overtime", "state")
    list_filter = ("line", "state", "overtime")
    list_select_related = ("line",)
    ordering = ("-date", "line")
