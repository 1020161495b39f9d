from django.urls import URLPattern, URLResolver, path

from quality.api import imeis, repairs

urlpatterns: list[URLPattern | URLResolver] = [
    path("imeis/issue", imeis.issue, name="imeis-issue"),
    path("imeis/written", imeis.written, name="imeis-written"),
    path("imeis/confirm", imeis.confirm, name="imeis-confirm"),
    path("imeis/void", imeis.void, name="imeis-void"),
    path("repairs", repairs.RepairsView.as_view(), name="repairs"),
    path("repairs/<str:no>", repairs.RepairView.as_view(), name="repair"),
    path("repairs/<str:no>/close", repairs.CloseView.as_view(), name="repair-close"),
]
