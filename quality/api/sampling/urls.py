"""Addresses of inspection by sample."""

from django.urls import URLPattern, path

from quality.api.sampling import certificates, lots, plans

urlpatterns: list[URLPattern] = [
    path("sampling-plans", plans.PlansView.as_view(), name="sampling-plans"),
    path("severity-switches", plans.SwitchesView.as_view(), name="severity-switches"),
    path("inspection-lots", lots.LotsView.as_view(), name="inspection-lots"),
    path("inspection-lots/<str:no>", lots.LotView.as_view(), name="inspection-lot"),
    path("inspection-lots/<str:no>/inspect", lots.InspectView.as_view(), name="inspection-item"),
    path("inspection-lots/<str:no>/resubmit", lots.AgainView.as_view(), name="inspection-again"),
    path("certificates", certificates.CertificatesView.as_view(), name="certificates"),
    path("certificates/<str:no>/file", certificates.FileView.as_view(), name="certificate-file"),
]
