from django.urls import URLPattern, URLResolver, path

from quality.api import imeis

urlpatterns: list[URLPattern | URLResolver] = [
    path("imeis/issue", imeis.issue, name="imeis-issue"),
    path("imeis/written", imeis.written, name="imeis-written"),
    path("imeis/confirm", imeis.confirm, name="imeis-confirm"),
    path("imeis/void", imeis.void, name="imeis-void"),
]
