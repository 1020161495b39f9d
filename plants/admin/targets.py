"""The year's targets with their months, and what was made before this server counted."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from plants.admin.base import OwnPlants
from plants.models import AnnualTarget, MonthTarget, OpeningOutput


class MonthsThatAddUp(BaseInlineFormSet[MonthTarget, AnnualTarget, forms.ModelForm[MonthTarget]]):
    """The months of a year must be its units; a year without any is one nobody has spread yet."""

    def clean(self) -> None:
        super().clean()
        kept = [form.cleaned_data for form in self.forms if getattr(form, "cleaned_data", None)]
        units = [row["units"] for row in kept if not row.get("DELETE") and "units" in row]
        year = self.instance.units or 0
        if units and sum(units) != year:
            message = _("The months add up to %(sum)s, the year is %(year)s.")
            raise ValidationError(message, params={"sum": sum(units), "year": year})


class Months(admin.TabularInline[MonthTarget, AnnualTarget]):
    model = MonthTarget
    formset = MonthsThatAddUp
    extra = 0
    max_num = 12


@admin.register(AnnualTarget)
class TargetAdmin(OwnPlants):
    list_display = ("plant", "model", "year", "units", "reason", "set_by", "set_at")
    list_filter = ("plant", "year")
    list_select_related = ("plant", "model", "set_by")
    readonly_fields = ("set_by", "set_at")
    inlines = (Months,)

    def save_model(
        self,
        request: HttpRequest,
        obj: AnnualTarget,
        form: forms.ModelForm[AnnualTarget],
        change: bool,  # noqa: FBT001  Django's own signature
    ) -> None:
        obj.set_by_id = request.user.pk
        super().save_model(request, obj, form, change)


@admin.register(OpeningOutput)
class OpeningAdmin(OwnPlants):
    list_display = ("plant", "model", "month", "units", "note")
    list_filter = ("plant", "model")
    list_select_related = ("plant", "model")
