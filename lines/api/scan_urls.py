"""The hot path's addresses."""

from django.urls import URLPattern, URLResolver, path

from lines.api import scans

urlpatterns: list[URLPattern | URLResolver] = [
    path("scans", scans.scans, name="scans"),
]
