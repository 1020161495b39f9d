"""Addresses of pallets, shipments and returns, below /api/v1/."""

from django.urls import URLPattern, path

from lines.api.shipping import files, pallets, policy, returns, shipments

urlpatterns: list[URLPattern] = [
    path("pallets", pallets.PalletsView.as_view(), name="pallets"),
    path("pallets/<str:no>", pallets.PalletView.as_view(), name="pallet"),
    path("pallets/<str:no>/add", pallets.AddView.as_view(), name="pallet-add"),
    path("pallets/<str:no>/remove", pallets.RemoveView.as_view(), name="pallet-remove"),
    path("pallets/<str:no>/close", pallets.CloseView.as_view(), name="pallet-close"),
    path("pallets/<str:no>/reopen", pallets.ReopenView.as_view(), name="pallet-reopen"),
    path("pallets/<str:no>/place", pallets.PlaceView.as_view(), name="pallet-place"),
    path("shipments", shipments.ShipmentsView.as_view(), name="shipments"),
    path("shipments/<str:no>", shipments.ShipmentView.as_view(), name="shipment"),
    path(
        "shipments/<str:no>/pick-list", shipments.PickListView.as_view(), name="shipment-pick-list"
    ),
    path("shipments/<str:no>/papers", shipments.PapersView.as_view(), name="shipment-papers"),
    path("shipments/<str:no>/pick", shipments.PickView.as_view(), name="shipment-pick"),
    path("shipments/<str:no>/drop", shipments.DropView.as_view(), name="shipment-drop"),
    path("shipments/<str:no>/check", shipments.CheckView.as_view(), name="shipment-check"),
    path("shipments/<str:no>/ship", shipments.ShipView.as_view(), name="shipment-ship"),
    path("shipments/<str:no>/cancel", shipments.CancelView.as_view(), name="shipment-cancel"),
    path("shipments/<str:no>/delivery", files.DeliveryView.as_view(), name="shipment-delivery"),
    path("shipments/<str:no>/asn", files.AsnView.as_view(), name="shipment-asn"),
    path("shipping-policy", policy.PolicyView.as_view(), name="shipping-policy"),
    path("returns", returns.ReturnsView.as_view(), name="returns"),
    path("returns/<str:no>/decide", returns.DecideView.as_view(), name="return-decide"),
]
