from django.urls import URLPattern, URLResolver

from lines.api import scan_urls, work_urls

urlpatterns: list[URLPattern | URLResolver] = [*scan_urls.urlpatterns, *work_urls.urlpatterns]
