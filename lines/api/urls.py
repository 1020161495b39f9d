from django.urls import URLPattern, URLResolver

from lines.api import work_urls

urlpatterns: list[URLPattern | URLResolver] = [*work_urls.urlpatterns]
