"""The admin pages of the floor: to look at, of one's own plant, and never to change."""

import pytest
from django.contrib import admin
from django.test import Client

from lines.admin import LookOnly
from lines.models import Move, ShippingPolicy, StopReason, WorkOrder
from plants.models import Person
from tests.calls import send
from tests.plant import PlantAtWork, a_unit

LINES_MODELS = [model for model in admin.site._registry if model._meta.app_label == "lines"]


@pytest.fixture
def administrator(works: PlantAtWork, client_for) -> Client:
    person = Person.objects.create_superuser("root", "x", name="Root")
    client: Client = client_for(person)
    return client


@pytest.mark.parametrize("model", LINES_MODELS, ids=lambda model: model.__name__)
def test_every_list_opens(works: PlantAtWork, administrator: Client, model) -> None:
    a_unit(works, past="MMI1")
    answer = administrator.get(f"/admin/lines/{model._meta.model_name}/")
    assert answer.status_code == 200


@pytest.mark.parametrize("model", LINES_MODELS, ids=lambda model: model.__name__)
def test_only_reasons_and_the_rules_of_shipping_can_be_made(administrator: Client, model) -> None:
    answer = administrator.get(f"/admin/lines/{model._meta.model_name}/add/")
    assert answer.status_code == (200 if model in {StopReason, ShippingPolicy} else 403)


def test_no_row_of_the_floor_is_changed_here(works: PlantAtWork, administrator: Client) -> None:
    page = f"/admin/lines/workorder/{works.order.pk}/change/"
    assert administrator.get(page).status_code == 200
    assert administrator.post(page, {"state": "closed"}).status_code == 403
    assert WorkOrder.objects.get().state == "released"


def test_a_unit_and_a_move_open(works: PlantAtWork, administrator: Client, device_client) -> None:
    send(
        device_client(works.station("ASM-IN")), "units/start", station="LHR-B-ASM-IN",
        work_order=works.order.no,
    )  # fmt: skip
    move = Move.objects.get()
    assert administrator.get(f"/admin/lines/unit/{move.unit_id}/change/").status_code == 200
    assert administrator.get(f"/admin/lines/move/{move.pk}/change/").status_code == 200


def test_staff_see_their_own_plant_only(works: PlantAtWork, other_works: PlantAtWork, rf) -> None:
    request = rf.get("/")
    request.user = works.people["esa"]
    for model, registered in admin.site._registry.items():
        if isinstance(registered, LookOnly):
            registered.get_queryset(request).count()
            assert model is not StopReason
    orders = admin.site._registry[WorkOrder].get_queryset(request)
    assert [order.no for order in orders] == [works.order.no]
