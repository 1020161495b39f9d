"""Addresses of picking, calls for material and material books, below /api/v1/."""

from django.urls import URLPattern, path

from lines.api.line_side import picks

urlpatterns: list[URLPattern] = [
    path("pick-lists", picks.PickListsView.as_view(), name="pick-lists"),
    path("pick-lists/<str:no>", picks.PickListView.as_view(), name="pick-list"),
    path("pick-lists/<str:no>/pick", picks.PickView.as_view(), name="pick"),
    path("pick-lists/<str:no>/short", picks.PickShortView.as_view(), name="pick-short"),
    path("pick-lists/<str:no>/cancel", picks.PickCancelView.as_view(), name="pick-cancel"),
]
