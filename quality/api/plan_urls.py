"""Addresses of test plans, equipment and first articles, below /api/v1/."""

from django.urls import URLPattern, path

from quality.api import equipment, first_articles, plans

urlpatterns: list[URLPattern] = [
    path("test-plans", plans.PlansView.as_view(), name="test-plans"),
    path(
        "test-plans/<str:model>/<str:operation>/<int:version>/release",
        plans.ReleaseView.as_view(),
        name="test-plan-release",
    ),
    path("equipment", equipment.EquipmentView.as_view(), name="equipment"),
    path(
        "equipment/<str:code>/records",
        equipment.CalibrationsView.as_view(),
        name="equipment-records",
    ),
    path("first-articles", first_articles.FirstArticlesView.as_view(), name="first-articles"),
    path(
        "first-articles/<str:no>/inspect",
        first_articles.InspectSheetView.as_view(),
        name="first-article-inspect",
    ),
    path(
        "first-articles/<str:no>/judge",
        first_articles.JudgeSheetView.as_view(),
        name="first-article-judge",
    ),
    path(
        "first-articles/<str:no>/revoke",
        first_articles.RevokeSheetView.as_view(),
        name="first-article-revoke",
    ),
]
