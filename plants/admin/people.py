"""People with badge, PIN and plants; devices with their tokens, which are never shown again."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mes.kernel.refusals import Refusal
from plants.actions.devices import revoke_token
from plants.actions.people import give_badge, set_pin, unlock_everywhere
from plants.admin.base import LookOnly, OwnPlants, own_plants, say
from plants.models import DeviceToken, Membership, Person, PinGuard, Role


class MembershipForm(forms.ModelForm[Membership]):
    roles = forms.MultipleChoiceField(choices=Role.choices, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Membership
        fields = ("plant", "roles")


class Memberships(admin.TabularInline[Membership, Person]):
    model = Membership
    form = MembershipForm
    extra = 0


class PersonForm(forms.ModelForm[Person]):
    """A PIN and a password are given here and never shown."""

    new_pin = forms.CharField(
        label=_("New PIN"), required=False, max_length=6, help_text=_("Six digits.")
    )
    new_password = forms.CharField(
        label=_("New password"), required=False, widget=forms.PasswordInput(render_value=False)
    )

    class Meta:
        model = Person
        fields = (
            "username", "name", "name_ur", "badge", "language", "is_active", "is_staff",
        )  # fmt: skip
        help_texts = {"badge": _("Left empty, one is made.")}

    def clean_new_pin(self) -> str:
        pin: str = self.cleaned_data["new_pin"]
        if pin:
            try:
                set_pin(person=self.instance, pin=pin, save=False)
            except Refusal as refusal:
                raise ValidationError(say(refusal)) from refusal
        return pin


@admin.register(Person)
class PersonAdmin(OwnPlants):
    plant_path = "memberships__plant_id"
    form = PersonForm
    list_display = ("username", "name", "badge", "language", "is_active", "is_staff")
    list_filter = ("is_active", "language")
    search_fields = ("username", "name", "badge__exact")
    inlines = (Memberships,)
    actions = ("unlock",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).distinct()

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """What somebody did keeps their name: they are made inactive instead."""
        return False

    def save_model(
        self,
        request: HttpRequest,
        obj: Person,
        form: forms.ModelForm[Person],
        change: bool,  # noqa: FBT001  Django's own signature
    ) -> None:
        if password := form.cleaned_data.get("new_password"):
            obj.set_password(password)
        elif not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if not obj.badge:
            give_badge(person=obj)

    @admin.action(description=_("Let the chosen people try their PIN again"))
    def unlock(self, request: HttpRequest, queryset: QuerySet[Person]) -> None:
        self.each(request, queryset, lambda person: unlock_everywhere(person=person))


@admin.register(DeviceToken)
class TokenAdmin(LookOnly):
    list_display = ("name", "plant", "station", "plant_wide", "made_at", "expires_at", "revoked_at")
    list_filter = ("plant", "plant_wide")
    list_select_related = ("plant", "station")
    exclude = ("secret_hash",)
    actions = ("revoke",)

    @admin.action(description=_("Refuse the chosen tokens from now on"), permissions=["view"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[DeviceToken]) -> None:
        self.each(request, queryset, lambda token: revoke_token(token_id=token.pk))


@admin.register(PinGuard)
class GuardAdmin(LookOnly):
    """Who is locked out now; people are let in again from their own list."""

    plant_path = "person__memberships__plant_id"
    list_display = ("person", "device", "wrong", "locked_until")
    list_select_related = ("person",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = PinGuard.objects.filter(locked_until__gt=timezone.now())
        plants = own_plants(request)
        if plants is not None:
            rows = rows.filter(person__memberships__plant_id__in=plants)
        return rows.distinct()
