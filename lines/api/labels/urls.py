"""Addresses of labels, printers, accessories and weights, below /api/v1/."""

from django.urls import URLPattern, path

from lines.api.labels import books, layouts, packing_rules, printers, prints, weights

urlpatterns: list[URLPattern] = [
    path("label-layouts", layouts.LayoutsView.as_view(), name="label-layouts"),
    path(
        "label-layouts/<str:code>/release",
        layouts.ReleaseLayoutView.as_view(),
        name="label-layout-release",
    ),
    path("printers", printers.PrintersView.as_view(), name="printers"),
    path("label-settings", printers.SettingsView.as_view(), name="label-settings"),
    path("labels", prints.LabelsView.as_view(), name="labels"),
    path("labels/<str:no>/reprint", prints.ReprintView.as_view(), name="label-reprint"),
    path("labels/<str:no>/cancel", prints.CancelView.as_view(), name="label-cancel"),
    path("labels/<str:no>/printed", prints.PrintedView.as_view(), name="label-printed"),
    path("labels/<str:no>/fate", prints.FateView.as_view(), name="label-fate"),
    path("work-orders/<str:no>/settle-labels", prints.SettleView.as_view(), name="labels-settle"),
    path("work-orders/<str:no>/label-books", books.LabelBooksView.as_view(), name="label-books"),
    path("packing-rules", packing_rules.RulesView.as_view(), name="packing-rules"),
    path("accessories", packing_rules.AccessoriesView.as_view(), name="accessories"),
    path("weights", weights.ReadingsView.as_view(), name="weights"),
    path("weights/learn", weights.AnewView.as_view(), name="weights-learn"),
    path("work-orders/<str:no>/weights", weights.LimitsView.as_view(), name="weight-limits"),
]
