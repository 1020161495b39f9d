"""Addresses of nonconformances and of the rules that stop a station."""

from django.urls import URLPattern, path

from quality.api import gate_rules, ncr_board
from quality.api import nonconformances as ncr

urlpatterns: list[URLPattern] = [
    path("nonconformances", ncr.NonconformancesView.as_view(), name="nonconformances"),
    path("nonconformances/<str:no>/change", ncr.ChangeView.as_view(), name="ncr-change"),
    path("nonconformances/<str:no>/actions", ncr.ActionView.as_view(), name="ncr-actions"),
    path("nonconformances/<str:no>/done", ncr.DoneView.as_view(), name="ncr-done"),
    path("nonconformances/<str:no>/review", ncr.ReviewView.as_view(), name="ncr-review"),
    path("nonconformances/<str:no>/decide", ncr_board.DecideView.as_view(), name="ncr-decide"),
    path("nonconformances/<str:no>/carry-out", ncr_board.CarryView.as_view(), name="ncr-carry"),
    path("nonconformances/<str:no>/close", ncr.CloseView.as_view(), name="ncr-close"),
    path("gate-rules", gate_rules.GateRulesView.as_view(), name="gate-rules"),
]
