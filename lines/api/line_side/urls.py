"""Addresses of picking, calls for material and material books, below /api/v1/."""

from django.urls import URLPattern, path

from lines.api.line_side import books, picks, sides, supply

urlpatterns: list[URLPattern] = [
    path("pick-lists", picks.PickListsView.as_view(), name="pick-lists"),
    path("pick-lists/<str:no>", picks.PickListView.as_view(), name="pick-list"),
    path("pick-lists/<str:no>/pick", picks.PickView.as_view(), name="pick"),
    path("pick-lists/<str:no>/short", picks.PickShortView.as_view(), name="pick-short"),
    path("pick-lists/<str:no>/cancel", picks.PickCancelView.as_view(), name="pick-cancel"),
    path("supply-calls", supply.CallsView.as_view(), name="supply-calls"),
    path(
        "supply-calls/<str:no>/acknowledge",
        supply.AcknowledgeView.as_view(),
        name="supply-acknowledge",
    ),
    path("supply-calls/<str:no>/fill", supply.FillView.as_view(), name="supply-fill"),
    path("supply-calls/<str:no>/call-off", supply.CallOffView.as_view(), name="supply-call-off"),
    path("line-side-rules", supply.RulesView.as_view(), name="line-side-rules"),
    path("lines/<str:code>/material", sides.SideView.as_view(), name="line-side"),
    path("lines/<str:code>/material/return", sides.ReturnView.as_view(), name="line-side-return"),
    path("lines/<str:code>/material/scrap", sides.ScrapView.as_view(), name="line-side-scrap"),
    path("material-books", books.MaterialBooksView.as_view(), name="material-books"),
]
