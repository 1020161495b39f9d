"""The table of who may write what is whole, and says what the floor expects."""

from collections.abc import Iterator

import pytest

from lines.api.base import WriteView
from lines.api.labels.urls import urlpatterns as labels
from lines.api.line_side.urls import urlpatterns as line_side
from lines.api.material.urls import urlpatterns as material
from lines.api.order_urls import urlpatterns as orders
from lines.api.packing_lists import ACT
from lines.api.permissions import ALLOWED, check_allowed
from lines.api.running.urls import urlpatterns as running
from lines.api.shipping.urls import urlpatterns as shipping
from lines.api.work_urls import urlpatterns
from mes.kernel.refusals import Refusal
from mes.reports.api.handover import HandoverView
from plants.api.callers import Caller
from plants.models import Role

PLANT = 7


def acts() -> Iterator[str]:
    yield ACT
    yield HandoverView.act
    yield "device.enrol"  # a page: lines/views/devices.py asks the table
    yield "receipt.photo"  # a form with a file: `PhotosView` looks into the table itself
    for pattern in [*urlpatterns, *material, *orders, *running, *shipping, *labels, *line_side]:
        view = getattr(pattern.callback, "view_class", None)
        if view is not None and issubclass(view, WriteView):
            yield view.act


def person(*roles: str) -> Caller:
    return Caller(1, None, frozenset({PLANT}), {PLANT: frozenset(roles)})


def may(caller: Caller, act: str) -> bool:
    try:
        check_allowed(caller, PLANT, act)
    except Refusal:
        return False
    return True


def test_every_write_of_this_app_stands_in_the_table_and_nothing_else_does() -> None:
    assert set(acts()) == set(ALLOWED)


@pytest.mark.parametrize("act", ALLOWED)
def test_an_inspector_and_a_stranger_write_nothing(act: str) -> None:
    assert not may(person(Role.INSPECTOR), act)
    assert not may(Caller(1, None, frozenset({8}), {8: frozenset(Role.values)}), act)


@pytest.mark.parametrize(
    ("role", "yes", "no"),
    [
        (Role.OPERATOR, "unit.start part.bind handling_unit.add stop.raise", "hold.place"),
        (Role.STORE, "kit.issue consignment.list", "work_order.release hold.release unit.start"),
        (Role.PLANNER, "work_order.release work_order.close", "hold.release hour.reason"),
        (Role.SUPERVISOR, "hold.release hour.reason handling_unit.reopen", "work_order.release"),
        (Role.QA, "hold.place work_order.hold", "hold.release work_order.unhold unit.scrap"),
        (Role.QA_LEAD, "hold.release unit.scrap", "work_order.create kit.issue"),
    ],
)
def test_what_each_role_may_do(role: str, yes: str, no: str) -> None:
    assert [act for act in yes.split() if not may(person(role), act)] == []
    assert [act for act in no.split() if may(person(role), act)] == []


def test_a_stations_device_works_its_station_and_a_gateway_plans() -> None:
    device = Caller(None, 5, frozenset({PLANT}), station_id=3)
    gateway = Caller(None, 6, frozenset({PLANT}), plant_wide=True)
    assert {act for act in ALLOWED if may(device, act)} == {
        "unit.start",
        "part.bind",
        "part.replace",
        "part.remove",
        "supply.call",
        "handling_unit.create",
        "handling_unit.add",
        "handling_unit.remove",
        "handling_unit.close",
        "weight.read",
        "stop.raise",
        "stop.end",
    }
    assert {act for act in ALLOWED if may(gateway, act) and not may(device, act)} == {
        "work_order.create",
        "work_order.release",
        "work_order.close",
        "work_order.quantity",
        "work_order.split",
        "work_order.days",
        "consignment.create",
        "consignment.list",
        "consignment.count",
        "consignment.close",
        "receipt.take_back",
        "receipt.photo",
        "claim.send",
        "claim.settle",
        "part.save",
        "bom.draft",
        "place.add",
        "stock.purchase",
        "stock.move",
        "stock.scrap",
        "stock.send_back",
        "stock.count",
        "lot.floor_life",
        "kit.receive",
        "kit.issue",
        "kit.return",
        "pick_list.create",
        "pick_list.cancel",
        "pick.confirm",
        "pick.short",
        "supply.acknowledge",
        "supply.fill",
        "supply.call_off",
        "line_side.return",
        "line_side.scrap",
        "line_side.rule",
        "label.print",
        "pallet.create",
        "pallet.add",
        "pallet.close",
        "pallet.place",
        "shipment.create",
        "shipment.papers",
        "shipment.pick",
        "shipment.drop",
        "shipment.check",
    }
