"""Addresses of the master tables below /api/v1/."""

from django.urls import URLPattern, path

from mes.tables.api import TablesView, TableView

urlpatterns: list[URLPattern] = [
    path("tables", TablesView.as_view(), name="tables"),
    path("tables/<str:name>", TableView.as_view(), name="table"),
]
