from django.urls import URLPattern, URLResolver, path

from mes.reports.api.handover import HandoverView
from mes.reports.api.oee import OeeReport
from mes.reports.api.production import ProductionReport
from mes.reports.api.shift_report import ShiftReportList, ShiftReportView
from mes.reports.api.target import TargetReport
from mes.reports.api.views import OutputReport, UnitsReport
from mes.reports.api.yields import YieldReport, YieldUnitsReport

urlpatterns: list[URLPattern | URLResolver] = [
    path("lines/<str:code>/handover", HandoverView.as_view(), name="handover"),
    path("reports/oee", OeeReport.as_view(), name="report_oee"),
    path("reports/output", OutputReport.as_view(), name="report_output"),
    path("reports/production", ProductionReport.as_view(), name="report_production"),
    path("reports/target", TargetReport.as_view(), name="report_target"),
    path("reports/yield", YieldReport.as_view(), name="report_yield"),
    path("reports/yield/units", YieldUnitsReport.as_view(), name="report_yield_units"),
    path("reports/shift", ShiftReportView.as_view(), name="report_shift"),
    path("reports/shifts", ShiftReportList.as_view(), name="report_shifts"),
    path("reports/units", UnitsReport.as_view(), name="report_units"),
]
