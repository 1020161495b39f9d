"""The wall between plants in the admin, and how a refused act is told."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language

from mes.kernel.refusals import Refusal
from plants.models import Membership, Person


def own_plants(request: HttpRequest) -> QuerySet[Membership, int] | None:
    """The plants of a staff member; None for a superuser, who sees all of the server."""
    if not isinstance(request.user, Person) or request.user.is_superuser:
        return None
    return Membership.objects.filter(person=request.user).values_list("plant_id", flat=True)


def say(refusal: Refusal) -> str:
    """The refusal's sentence and next step in the reader's language."""
    answer = refusal.answer()
    tail = "_ur" if get_language() == "ur" else ""
    return f"{answer[f'detail{tail}']} {answer[f'next{tail}']}"


class OwnPlants(admin.ModelAdmin[Any]):
    """Rows of the person's plants; `plant_path` leads from a row to its plant's key."""

    plant_path: ClassVar[str] = "plant_id"
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        plants = own_plants(request)
        return rows if plants is None else rows.filter(**{f"{self.plant_path}__in": plants})

    def each(self, request: HttpRequest, rows: QuerySet[Any], act: Callable[[Any], object]) -> None:
        """Do `act` to every chosen row and tell which were refused, and why."""
        for row in rows:
            try:
                act(row)
            except Refusal as refusal:
                self.message_user(request, f"{row}: {say(refusal)}", messages.ERROR)
            else:
                self.message_user(request, str(row), messages.SUCCESS)


class LookOnly(OwnPlants):
    """Shown, never changed here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class NeverDeleted(OwnPlants):
    """Others point at it: it is switched off, not deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
