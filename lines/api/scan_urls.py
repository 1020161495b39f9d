"""The hot path's addresses."""

from django.urls import URLPattern, URLResolver, path

from lines.api import scan_batches, scans

urlpatterns: list[URLPattern | URLResolver] = [
    path("scans", scans.scans, name="scans"),
    path("scans/undo", scans.undo, name="scans-undo"),
    path("scans/batch", scan_batches.scans_batch, name="scans-batch"),
]
