"""Addresses of orders after their draft, and of changeovers, below /api/v1/."""

from django.urls import URLPattern, path

from lines.api import changeovers, order_changes

urlpatterns: list[URLPattern] = [
    path("work-orders/<str:no>/checks", order_changes.ChecksView.as_view(), name="order-checks"),
    path("work-orders/<str:no>/events", order_changes.EventsView.as_view(), name="order-events"),
    path("work-orders/<str:no>/days", order_changes.DaysView.as_view(), name="order-days"),
    path(
        "work-orders/<str:no>/quantity", order_changes.QuantityView.as_view(), name="order-quantity"
    ),
    path(
        "work-orders/<str:no>/over-build",
        order_changes.OverBuildView.as_view(),
        name="order-over-build",
    ),
    path("work-orders/<str:no>/split", order_changes.SplitView.as_view(), name="order-split"),
    path("work-orders/<str:no>/queue", order_changes.QueueView.as_view(), name="order-queue"),
    path("changeovers", changeovers.ChangeoversView.as_view(), name="changeovers"),
    path("changeovers/<str:no>/tick", changeovers.TickView.as_view(), name="changeover-tick"),
    path("changeovers/<str:no>/end", changeovers.EndView.as_view(), name="changeover-end"),
    path("lines/<str:code>/changeovers", changeovers.BeginView.as_view(), name="changeover-begin"),
    path("lines/<str:code>/clear", changeovers.ClearView.as_view(), name="line-clear"),
    path("start-checks", changeovers.ChecksView.as_view(), name="start-checks"),
]
