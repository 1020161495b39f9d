"""Addresses of orders, kits, parts, packing, holds and stops, below /api/v1/."""

from django.urls import URLPattern, path

from lines.api import holds, kits, orders, packing, packing_lists, stops, units

urlpatterns: list[URLPattern] = [
    path("work-orders", orders.OrdersView.as_view(), name="work-orders"),
    path("work-orders/<str:no>", orders.OrderView.as_view(), name="work-order"),
    path("work-orders/<str:no>/release", orders.ReleaseView.as_view(), name="work-order-release"),
    path("work-orders/<str:no>/hold", orders.HoldView.as_view(), name="work-order-hold"),
    path("work-orders/<str:no>/unhold", orders.UnholdView.as_view(), name="work-order-unhold"),
    path("work-orders/<str:no>/close", orders.CloseView.as_view(), name="work-order-close"),
    path("consignments", kits.ConsignmentsView.as_view(), name="consignments"),
    path(
        "consignments/<str:no>/packing-list",
        packing_lists.PackingListView.as_view(),
        name="packing-list",
    ),
    path("kits", kits.KitLotsView.as_view(), name="kits"),
    path("kits/receive", kits.ReceiveView.as_view(), name="kit-receive"),
    path("kits/issue", kits.IssueView.as_view(), name="kit-issue"),
    path("kits/return", kits.ReturnView.as_view(), name="kit-return"),
    path("units/start", units.StartView.as_view(), name="unit-start"),
    path("units/scrap", units.ScrapView.as_view(), name="unit-scrap"),
    path("parts/bind", units.BindView.as_view(), name="part-bind"),
    path("parts/replace", units.ReplaceView.as_view(), name="part-replace"),
    path("parts/remove", units.RemoveView.as_view(), name="part-remove"),
    path("handling-units", packing.HandlingUnitsView.as_view(), name="handling-units"),
    path("handling-units/<str:no>", packing.HandlingUnitView.as_view(), name="handling-unit"),
    path("handling-units/<str:no>/add", packing.AddView.as_view(), name="handling-unit-add"),
    path(
        "handling-units/<str:no>/remove",
        packing.RemoveView.as_view(),
        name="handling-unit-remove",
    ),
    path("handling-units/<str:no>/close", packing.CloseView.as_view(), name="handling-unit-close"),
    path(
        "handling-units/<str:no>/reopen",
        packing.ReopenView.as_view(),
        name="handling-unit-reopen",
    ),
    path("holds", holds.HoldsView.as_view(), name="holds"),
    path("holds/<str:no>/release", holds.ReleaseHoldView.as_view(), name="hold-release"),
    path("stop-reasons", stops.StopReasonsView.as_view(), name="stop-reasons"),
    path("stops", stops.StopsView.as_view(), name="stops"),
    path("stops/<str:no>/acknowledge", stops.AcknowledgeView.as_view(), name="stop-acknowledge"),
    path("stops/<str:no>/reason", stops.ReasonView.as_view(), name="stop-reason"),
    path("stops/<str:no>/end", stops.EndView.as_view(), name="stop-end"),
    path("lines/<str:code>/hours/reason", stops.HourReasonView.as_view(), name="hour-reason"),
]
