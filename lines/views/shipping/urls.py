"""Addresses of the dock's pages."""

from django.urls import URLPattern, path

from lines.views.shipping import cards, pallets, returns, shipments

urlpatterns: list[URLPattern] = [
    path("pallets/<str:plant>/", pallets.station, name="pallets"),
    path("pallets/<str:plant>/part/", pallets.part, name="pallet_part"),
    path("pallets/<str:plant>/scan/", pallets.scan, name="pallet_scan"),
    path("pallets/<str:plant>/act/", pallets.act, name="pallet_act"),
    path("shipments/<str:plant>/", shipments.shipments, name="shipments"),
    path("shipments/<str:plant>/new/", shipments.create, name="shipment_create"),
    path("shipments/<str:plant>/<str:no>/", shipments.shipment, name="shipment"),
    path("shipments/<str:plant>/<str:no>/part/", shipments.part, name="shipment_part"),
    path("shipments/<str:plant>/<str:no>/scan/", shipments.scan, name="shipment_scan"),
    path("shipments/<str:plant>/<str:no>/act/", shipments.act, name="shipment_act"),
    path("returns/<str:plant>/", returns.desk, name="returns"),
    path("returns/<str:plant>/sheet/", cards.return_cards, name="return_cards"),
    path("returns/<str:plant>/take/", returns.take, name="return_take"),
    path("returns/<str:plant>/decide/", returns.decide, name="return_decide"),
]
