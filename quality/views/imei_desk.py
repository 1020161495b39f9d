"""The IMEI desk: what there is of numbers, where they are, which are gone, and the fence."""

from collections.abc import Mapping

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.views.doors import person_of, plant_for
from mes.kernel.signing import fingerprint, public_key
from plants.models import Plant, ProductModel
from plants.queries.memberships import roles_of
from plants.queries.people import face_of
from quality.queries.books import imei_books, order_books, range_books, tac_books
from quality.queries.imei_desk import (
    fences,
    leases_of,
    loads_of,
    orders_with_imeis,
    registers,
    stations_of,
    tacs_of,
    voids_of,
)
from quality.queries.permissions import ALLOWED
from quality.queries.registers import overlaps


@never_cache
@require_GET
@login_required
def ranges(request: HttpRequest, plant: str) -> HttpResponse:
    """How long the numbers last, the ranges with how much of each is gone, loads that run."""
    here = plant_for(request, plant)
    books = imei_books(plant_ids=[here.pk])
    context = {
        "books": books,
        "shortest": min(
            (row for row in books if row.days_left is not None),
            key=lambda row: row.days_left or 0,
            default=None,
        ),
        "ranges": range_books(plant_ids=[here.pk]),
        "loads": loads_of(here.pk),
        "tacs": tacs_of(here.pk),
        "registers": registers(),
        "overlaps": overlaps(),
        "own_key": fingerprint(public_key()),
        "server_no": settings.SERVER_NO,
        "models": ProductModel.objects.order_by("code").values_list("code", flat=True),
        "may_load": _may(request, here, "imei_range.load"),
        "may_share": _may(request, here, "tac.share"),
        "may_read": _may(request, here, "imei_register.read"),
        "may_batch": _may(request, here, "imei.batch"),
        "orders": orders_with_imeis(here.pk),
        "may_approve": _may(request, here, "tac.approve"),
    }
    return render(
        request, "quality/imei/ranges.html", _frame(request, here, "imei_ranges", context)
    )


@never_cache
@require_GET
@login_required
def books(request: HttpRequest, plant: str) -> HttpResponse:
    """Loaded = the sum of the states, for the plant, each TAC and each order."""
    here = plant_for(request, plant)
    context = {
        "books": imei_books(plant_ids=[here.pk]),
        "tacs": tac_books(plant_ids=[here.pk]),
        "orders": order_books(plant_ids=[here.pk]),
    }
    return render(request, "quality/imei/books.html", _frame(request, here, "imei_books", context))


@never_cache
@require_GET
@login_required
def voids(request: HttpRequest, plant: str) -> HttpResponse:
    """What was voided, why and by whom; leases; numbers that go back to their owner."""
    here = plant_for(request, plant)
    context = {
        "voids": voids_of(here.pk),
        "leases": leases_of(here.pk),
        "may_return": _may(request, here, "imei.return"),
        "may_void": _may(request, here, "imei.void"),
        "stations": stations_of(here.pk),
    }
    return render(request, "quality/imei/voids.html", _frame(request, here, "imei_voids", context))


@never_cache
@require_GET
@login_required
def fence(request: HttpRequest, plant: str) -> HttpResponse:
    """The fence that locks issuing, step by step, and those before it."""
    here = plant_for(request, plant)
    found = fences()
    context = {
        "fence": next((row for row in found if row.closed_at is None), None),
        "past": [row for row in found if row.closed_at is not None],
        "journal": settings.JOURNAL,
        "may_fence": _may(request, here, "fence.close"),
    }
    return render(request, "quality/imei/fence.html", _frame(request, here, "imei_fence", context))


def _may(request: HttpRequest, plant: Plant, act: str) -> bool:
    roles = roles_of(person_of(request).pk).get(plant.pk, frozenset())
    return not roles.isdisjoint(ALLOWED[act].roles)


def _frame(
    request: HttpRequest, plant: Plant, tab: str, context: Mapping[str, object]
) -> dict[str, object]:
    return {
        **context,
        "plant": plant,
        "now": timezone.now(),
        "me": face_of(person_of(request), plant_id=plant.pk),
        "plant_code": plant.code,
        "tab": tab,
    }
