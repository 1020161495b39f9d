"""Addresses of the store, below /api/v1/."""

from django.urls import URLPattern, path

from lines.api.material import claims, looking, parts, receiving, stock

urlpatterns: list[URLPattern] = [
    path("consignments/<str:no>", receiving.ConsignmentView.as_view(), name="consignment"),
    path("consignments/<str:no>/boxes", receiving.BoxesView.as_view(), name="boxes"),
    path("consignments/<str:no>/lines", receiving.ListedView.as_view(), name="listed"),
    path("consignments/<str:no>/receipts", receiving.CountView.as_view(), name="count-in"),
    path("consignments/<str:no>/close", receiving.CloseView.as_view(), name="close-receiving"),
    path("receiving/label", receiving.LabelView.as_view(), name="label"),
    path("receipts/<str:receipt>/take-back", receiving.TakeBackView.as_view(), name="take-back"),
    path("receipts/<str:receipt>/photos", claims.PhotosView.as_view(), name="photos"),
    path("damage-photos/<int:photo>", claims.PhotoView.as_view(), name="photo"),
    path("claims", claims.ClaimsView.as_view(), name="claims"),
    path("claims/<str:no>", claims.ClaimView.as_view(), name="claim"),
    path("claims/<str:no>/send", claims.SendView.as_view(), name="claim-send"),
    path("claims/<str:no>/settle", claims.SettleView.as_view(), name="claim-settle"),
    path("claims/<str:no>/sheet", claims.SheetView.as_view(), name="claim-sheet"),
    path("claims/<str:no>/print", claims.PrintView.as_view(), name="claim-print"),
    path("parts", parts.PartsView.as_view(), name="parts"),
    path("boms", parts.BomsView.as_view(), name="boms"),
    path(
        "boms/<str:sku>/<int:revision>/release",
        parts.ReleaseView.as_view(),
        name="bom-release",
    ),
    path("stock-places", stock.PlacesView.as_view(), name="stock-places"),
    path("material-lots", stock.LotsView.as_view(), name="material-lots"),
    path("material-lots/<str:no>/judge", stock.JudgeView.as_view(), name="lot-judge"),
    path("material-lots/<str:no>/floor-life", stock.FloorLifeView.as_view(), name="lot-floor-life"),
    path("stock", looking.StockView.as_view(), name="stock"),
    path("stock/expiring", looking.ExpiringView.as_view(), name="stock-expiring"),
    path("stock/purchase", stock.PurchaseView.as_view(), name="stock-purchase"),
    path("stock/move", stock.MoveView.as_view(), name="stock-move"),
    path("stock/scrap", stock.ScrapView.as_view(), name="stock-scrap"),
    path("stock/send-back", stock.SendBackView.as_view(), name="stock-send-back"),
    path("stock/count", stock.CountView.as_view(), name="stock-count"),
    path("buildable-sets", looking.SetsView.as_view(), name="buildable-sets"),
]
