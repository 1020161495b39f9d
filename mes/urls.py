"""The parts put together: pages, the API and the two health questions."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView

from mes.errors import favicon
from mes.health import healthz, readyz
from mes.openapi.page import docs
from mes.shell import offline, service_worker
from plants.views.sign_in import admin_door

handler500 = "mes.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("favicon.ico", favicon, name="favicon"),
    path("sw.js", service_worker, name="service-worker"),
    path("offline/", offline, name="offline"),
    path("admin/login/", admin_door, name="admin-door"),  # one door, with one count of wrong tries
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", docs, name="api-docs"),
    # `units/start` of lines stands before `units/{identifier}` of quality.
    path("api/v1/", include("plants.api.urls")),
    path("api/v1/", include("lines.api.urls")),
    path("api/v1/", include("quality.api.urls")),
    path("api/v1/", include("mes.reports.api.urls")),
    path("api/v1/", include("mes.tables.api_urls")),
    path("", include("plants.urls")),
    path("", include("lines.urls")),
    path("", include("quality.urls")),
    path("", include("mes.reports.urls")),
    path("", include("mes.verify.urls")),
    path("", include("mes.tables.urls")),
]
