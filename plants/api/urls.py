"""Master data, targets and the people's locks under /api/v1/."""

from django.urls import URLPattern, URLResolver, path

from plants.api.master import Lines, Models, OneLine, Plants, Routes, Shifts, Stations, Variants
from plants.api.targets import Targets
from plants.api.unlock import Unlock

urlpatterns: list[URLPattern | URLResolver] = [
    path("plants", Plants.as_view(), name="plants"),
    path("lines", Lines.as_view(), name="lines"),
    path("lines/<str:code>", OneLine.as_view(), name="line"),
    path("stations", Stations.as_view(), name="stations"),
    path("models", Models.as_view(), name="models"),
    path("variants", Variants.as_view(), name="variants"),
    path("routes", Routes.as_view(), name="routes"),
    path("shifts", Shifts.as_view(), name="shifts"),
    path("targets", Targets.as_view(), name="targets"),
    path("people/<str:username>/unlock", Unlock.as_view(), name="unlock"),
]
