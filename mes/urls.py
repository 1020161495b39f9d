"""The parts put together: pages, the API and the two health questions."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView

from mes.health import healthz, readyz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
]
for _app in ("quality", "lines", "plants", "mes.reports"):
    if find_spec(f"{_app}.api") and find_spec(f"{_app}.api.urls"):
        urlpatterns.append(path("api/v1/", include(f"{_app}.api.urls")))
    if find_spec(_app) and find_spec(f"{_app}.urls"):
        urlpatterns.append(path("", include(f"{_app}.urls")))
