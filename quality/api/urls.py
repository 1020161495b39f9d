from django.urls import URLPattern, URLResolver, path

from quality.api import imeis, records, repairs, validate

urlpatterns: list[URLPattern | URLResolver] = [
    path("test-records", records.test_records, name="test-records"),
    path("units/validate", validate.validate, name="units-validate"),
    path("imeis/issue", imeis.issue, name="imeis-issue"),
    path("imeis/written", imeis.written, name="imeis-written"),
    path("imeis/confirm", imeis.confirm, name="imeis-confirm"),
    path("imeis/void", imeis.void, name="imeis-void"),
    path("repairs", repairs.RepairsView.as_view(), name="repairs"),
    path("repairs/<str:no>", repairs.RepairView.as_view(), name="repair"),
    path("repairs/<str:no>/close", repairs.CloseView.as_view(), name="repair-close"),
]
