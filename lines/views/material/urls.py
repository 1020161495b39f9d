"""Pages of the store."""

from django.urls import URLPattern, path

from lines.views.material import desk, kits, lot, receiving

urlpatterns: list[URLPattern] = [
    path("store/<str:plant>/receiving/", receiving.receiving, name="receiving"),
    path("store/<str:plant>/consignments/", desk.consignments, name="consignments"),
    path("store/<str:plant>/consignments/<str:no>/", desk.consignment, name="consignment"),
    path("store/<str:plant>/claims/", desk.claims, name="claims"),
    path("store/<str:plant>/stock/", desk.stock, name="stock"),
    path("store/<str:plant>/material-lots/<str:no>/", lot.stock_lot, name="stock_lot"),
    path("store/<str:plant>/kits/", kits.kits, name="kits"),
    path("store/<str:plant>/sets/", desk.sets, name="sets"),
]
