from django.urls import URLPattern, URLResolver, path

from mes.reports.api.target import TargetReport
from mes.reports.api.views import OutputReport, UnitsReport, YieldReport

urlpatterns: list[URLPattern | URLResolver] = [
    path("reports/output", OutputReport.as_view(), name="report_output"),
    path("reports/target", TargetReport.as_view(), name="report_target"),
    path("reports/yield", YieldReport.as_view(), name="report_yield"),
    path("reports/units", UnitsReport.as_view(), name="report_units"),
]
