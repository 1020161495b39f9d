"""Addresses of orders, kits, parts, packing, holds and stops, below /api/v1/."""

from django.urls import URLPattern, path

from lines.api import orders

urlpatterns: list[URLPattern] = [
    path("work-orders", orders.OrdersView.as_view(), name="work-orders"),
    path("work-orders/<str:no>", orders.OrderView.as_view(), name="work-order"),
    path("work-orders/<str:no>/release", orders.ReleaseView.as_view(), name="work-order-release"),
    path("work-orders/<str:no>/hold", orders.HoldView.as_view(), name="work-order-hold"),
    path("work-orders/<str:no>/unhold", orders.UnholdView.as_view(), name="work-order-unhold"),
    path("work-orders/<str:no>/close", orders.CloseView.as_view(), name="work-order-close"),
]
