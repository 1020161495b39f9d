"""Pages between the store and the lines."""

from django.urls import URLPattern, path

from lines.views.line_side import books, picks, side, supply

urlpatterns: list[URLPattern] = [
    path("store/<str:plant>/picks/", picks.picks, name="picks"),
    path("store/<str:plant>/picks/<str:no>/", picks.pick, name="pick"),
    path("store/<str:plant>/calls/", supply.supply, name="supply"),
    path("store/<str:plant>/calls/now/", supply.supply_part, name="supply_part"),
    path("store/<str:plant>/books/", books.books, name="books"),
    path("lines/<str:code>/material/", side.side, name="side"),
    path("lines/<str:code>/material/now/", side.side_part, name="side_part"),
]
