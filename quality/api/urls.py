from django.urls import URLPattern, URLResolver, path, re_path

from quality.api import (
    books,
    containments,
    defect_codes,
    gates_urls,
    imeis,
    kept,
    plan_urls,
    ranges,
    records,
    regulator_urls,
    repairs,
    units,
    validate,
)
from quality.api.imei import urls as imei_urls
from quality.api.sampling import urls as sampling_urls

urlpatterns: list[URLPattern | URLResolver] = [
    *plan_urls.urlpatterns,
    *regulator_urls.urlpatterns,
    *gates_urls.urlpatterns,
    *imei_urls.urlpatterns,
    *sampling_urls.urlpatterns,
    path("test-records", records.test_records, name="test-records"),
    path("test-records/<str:record>", kept.RecordView.as_view(), name="test-record"),
    path("test-records/<str:record>/raw", kept.RawView.as_view(), name="test-record-raw"),
    path(
        "test-records/<str:record>/attachments/<path:name>",
        kept.AttachmentView.as_view(),
        name="test-record-attachment",
    ),
    path("units/validate", validate.validate, name="units-validate"),
    path("imeis/issue", imeis.issue, name="imeis-issue"),
    path("imeis/written", imeis.written, name="imeis-written"),
    path("imeis/confirm", imeis.confirm, name="imeis-confirm"),
    path("imeis/void", imeis.void, name="imeis-void"),
    # Beside the verbs that lines has below the same name.
    re_path(
        r"^units/(?!start$|scrap$|validate$)(?P<identifier>.+)$",
        units.UnitView.as_view(),
        name="unit",
    ),
    path("tacs", ranges.TacsView.as_view(), name="tacs"),
    path("tacs/<str:tac>/approval", ranges.ApprovalView.as_view(), name="tac-approval"),
    path("defect-codes", defect_codes.DefectCodesView.as_view(), name="defect-codes"),
    path("defect-codes/<str:code>/merge", defect_codes.MergeView.as_view(), name="defect-merge"),
    path("imei-books", books.ImeiBooksView.as_view(), name="imei-books"),
    path("imei-loads", ranges.LoadsView.as_view(), name="imei-loads"),
    path("imei-ranges", ranges.RangesView.as_view(), name="imei-ranges"),
    path("containments", containments.ContainmentsView.as_view(), name="containments"),
    path("containments/preview", containments.PreviewView.as_view(), name="containment-preview"),
    path("containments/<str:no>", containments.ContainmentView.as_view(), name="containment"),
    path(
        "containments/<str:no>/inspect",
        containments.InspectView.as_view(),
        name="containment-inspect",
    ),
    path(
        "containments/<str:no>/release",
        containments.ReleaseView.as_view(),
        name="containment-release",
    ),
    path("containments/<str:no>/close", containments.CloseView.as_view(), name="containment-close"),
    path("repairs", repairs.RepairsView.as_view(), name="repairs"),
    path("repairs/<str:no>", repairs.RepairView.as_view(), name="repair"),
    path("repairs/<str:no>/close", repairs.CloseView.as_view(), name="repair-close"),
]
